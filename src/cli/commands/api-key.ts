import { parseApiKeyCommand } from "../api-keys/parse-api-key-command.ts";
import { defineCommand } from "../define-command.ts";
import { operatorOptions, operatorUsage, splitPlace } from "../operator-options.ts";
import { complain, refused, say } from "../say.ts";

const text = { type: "string" } as const;

export const apiKey = defineCommand("api-key", {
  usage: `countersign api-key create --name TEXT --person EMAIL --role ROLE [--role ROLE] --expires 90d [--acts-for-others]
                                  makes a key for the REST API; prints it once
countersign api-key list | revoke KEY_ID
                                  prints keys without their secrets; ends one
                    all with ${operatorUsage}`,
  options: {
    ...operatorOptions,
    name: text,
    person: text,
    role: { type: "string", multiple: true },
    expires: text,
    "acts-for-others": { type: "boolean" },
  },
  words: "any",
  parse: (given, words) => parseApiKeyCommand(words, splitPlace(given)),
  run: async (command) => {
    const { runApiKeyCommand } = await import("../api-keys/run-api-key-command.ts");
    const done = await runApiKeyCommand(command, say);
    return done.ok ? 0 : complain(done.error, refused);
  },
});
