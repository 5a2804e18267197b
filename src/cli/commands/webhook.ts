import { defineCommand } from "../define-command.ts";
import { operatorOptions, operatorUsage, splitPlace } from "../operator-options.ts";
import { complain, refused, say } from "../say.ts";
import { parseWebhookCommand } from "../webhooks/parse-webhook-command.ts";

const text = { type: "string" } as const;

export const webhook = defineCommand("webhook", {
  usage: `countersign webhook create --url URL [--event KIND] | --for-requests [--host HOST]
                                  has events sent somewhere, signed; prints the secret once
countersign webhook list | show WEBHOOK
                                  prints webhooks, each with what does not arrive there
countersign webhook rotate WEBHOOK [--overlap 24h]
countersign webhook enable | delete WEBHOOK
countersign webhook resend WEBHOOK [--request REQUEST [--sequence N]]
                                  sends again what was not taken, or one event in any case
                    all with ${operatorUsage}`,
  options: {
    ...operatorOptions,
    url: text,
    "for-requests": { type: "boolean" },
    event: { type: "string", multiple: true },
    host: { type: "string", multiple: true },
    overlap: text,
    request: text,
    sequence: text,
  },
  words: "any",
  parse: (given, words) => parseWebhookCommand(words, splitPlace(given)),
  run: async (command) => {
    const { runWebhookCommand } = await import("../webhooks/run-webhook-command.ts");
    const done = await runWebhookCommand(command, say);
    return done.ok ? 0 : complain(done.error, refused);
  },
});
