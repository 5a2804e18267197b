import { readCommandLine, usageOf } from "./commands.ts";
import { explainError } from "./explain-error.ts";
import { complain, misused, say } from "./say.ts";

/** Does what the words ask for, says how it went, and ends the process or leaves it its exit code. */
export function runCommandLine(words: readonly string[]): void {
  const asked = readCommandLine(words);
  if (!asked.ok) {
    // Last, where a terminal still shows it.
    process.exitCode = complain(`${usageOf(words)}\n\n${asked.error}`, misused);
  } else if (asked.value === "help") {
    say(usageOf(words));
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
