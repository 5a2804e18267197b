import { z } from "zod";

/** Slack's secret as it is stored: JSON with the names that its app's pages have. */
export const storedSlackSecretSchema = z.object({
  bot_token: z.string().startsWith("xoxb-", "begins with xoxb-"),
  signing_secret: z.string().min(1),
});

export const slackSecretSchema = storedSlackSecretSchema.transform(
  ({ bot_token: botToken, signing_secret: signingSecret }) => ({ botToken, signingSecret }),
);

/** What the bot shows Slack, and what Slack signs with. */
export type SlackSecret = z.infer<typeof slackSecretSchema>;
