import { readCommandLine, usage } from "./commands.ts";
import { explainError } from "./explain-error.ts";
import { complain, misused, say } from "./say.ts";

/** Does what the words ask for, says how it went, and ends the process or leaves it its exit code. */
export function runCommandLine(words: readonly string[]): void {
  const asked = readCommandLine(words);
  if (!asked.ok) {
    process.exitCode = complain(`${asked.error}\n\n${usage}`, misused);
  } else if (asked.value === "help") {
    say(usage);
  } else {
    asked.value().then(
      (code) => process.exit(code),
      (error: unknown) => {
        // A sentence explains it; a stack would only frighten.
        const text = explainError(error) ?? (error instanceof Error ? error.stack : undefined);
        process.exit(complain(text ?? String(error), 1));
      },
    );
  }
}
