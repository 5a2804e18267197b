import { err, ok } from "../../core/result.ts";
import { defineCommand } from "../define-command.ts";

const text = { type: "string" } as const;

export const publicKey = defineCommand("public-key", {
  usage: `countersign public-key --key KEY [--region REGION]
                                  prints a key's public half: pollers check decisions with it, auditors seals`,
  options: { key: text, region: text },
  parse: ({ key, region }) =>
    key === undefined ? err("--key is missing: the KMS key's id, ARN or alias.") : ok({ key, region }),
  run: async ({ key, region }) => {
    const { makeKmsClient, readPublicKey } = await import("../../aws/kms/signer.ts");
    const client = makeKmsClient(region === undefined ? {} : { region });
    process.stdout.write(await readPublicKey(client, key));
    return 0;
  },
});
