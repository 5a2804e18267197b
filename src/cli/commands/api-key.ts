import { parseApiKeyCommand } from "../api-keys/parse-api-key-command.ts";
import { defineCommand } from "../define-command.ts";
import { complain, refused, say } from "../say.ts";

const text = { type: "string" } as const;

export const apiKey = defineCommand("api-key", {
  usage: `countersign api-key create --name TEXT --person EMAIL --role ROLE [--role ROLE] --expires 90d
                    --stage STAGE [--tenant TENANT] [--region REGION] [--env-file FILE] [--acts-for-others]
                                  makes a key for the REST API; prints it once
countersign api-key list --stage STAGE [--tenant TENANT] [--region REGION] [--env-file FILE]
countersign api-key revoke KEY_ID --stage STAGE [--region REGION] [--env-file FILE]`,
  options: {
    stage: text,
    tenant: text,
    region: text,
    "env-file": text,
    name: text,
    person: text,
    role: { type: "string", multiple: true },
    expires: text,
    "acts-for-others": { type: "boolean" },
  },
  words: "any",
  parse: (values, words) => parseApiKeyCommand(words, values),
  run: async (command) => {
    const { runApiKeyCommand } = await import("../api-keys/run-api-key-command.ts");
    const done = await runApiKeyCommand(command, say);
    return done.ok ? 0 : complain(done.error, refused);
  },
});
