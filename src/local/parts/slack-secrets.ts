import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const slackSecretsSchema = z.readonly(
  z.object({
    botToken: z.string().startsWith("xoxb-"),
    appToken: z.string().startsWith("xapp-"),
    signingSecret: z.string().length(32),
  }),
);

/** What the bot and the local workspace share: random for each data folder. */
export type SlackSecrets = z.infer<typeof slackSecretsSchema>;

/** The secrets kept in the data folder, made up when it has none yet. */
export async function openSlackSecrets(dataDir: string): Promise<SlackSecrets> {
  const file = join(dataDir, "slack-secrets.json");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept !== undefined) return slackSecretsSchema.parse(JSON.parse(kept));

  const made: SlackSecrets = {
    botToken: `xoxb-${randomBytes(24).toString("hex")}`,
    appToken: `xapp-${randomBytes(24).toString("hex")}`,
    signingSecret: randomBytes(16).toString("hex"),
  };
  await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}
