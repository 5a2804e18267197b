#!/usr/bin/env node
import { readCommandLine, usage } from "./commands.ts";
import { explainError } from "./explain-error.ts";
import { complain, misused, say } from "./say.ts";

const asked = readCommandLine(process.argv.slice(2));
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
