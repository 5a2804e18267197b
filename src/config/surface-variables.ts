import { z } from "zod";
import { settingSchema, textSchema, told } from "./variable.ts";

/** Slack. */
export const slackVariables = {
  SLACK_SECRET_ID: settingSchema.meta(
    told(
      "The name or ARN of the secret with the bot token and the signing secret ([secrets](secrets.md)).",
      "serverless.yml",
    ),
  ),
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith("xoxb-")
    .optional()
    .meta(told("Instead of the secret, with `npm start` and a workspace of your own.", "you")),
  SLACK_SIGNING_SECRET: textSchema.optional().meta(told("Beside `SLACK_BOT_TOKEN`.", "you")),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith("xapp-")
    .optional()
    .meta(
      told(
        "Set, `npm start` listens over Socket Mode instead of HTTP: an app-level token with `connections:write`.",
        "you",
      ),
    ),
  SLACK_API_URL: z
    .url()
    .optional()
    .meta(told("Slack's Web API, with `/api/` at its end; Slack's own when left out.", "npm start")),
};

/** Microsoft Teams. */
export const teamsVariables = {
  TEAMS_SECRET_ID: settingSchema.meta(
    told(
      "The name or ARN of the secret with the bot's registration. While that has no value, Teams is not talked to.",
      "serverless.yml",
    ),
  ),
  // Ids in lower case, as Teams' tokens have them.
  TEAMS_APP_ID: settingSchema
    .transform((id) => id?.toLowerCase())
    .meta(
      told(
        "Instead of the secret, with `npm start` and a bot of your own: its registration in Entra, as [teams.md](teams.md) has it.",
        "you",
      ),
    ),
  TEAMS_APP_PASSWORD: settingSchema.meta(told("Beside `TEAMS_APP_ID`.", "you")),
  TEAMS_APP_TYPE: z
    .enum(["SingleTenant", "MultiTenant"])
    .default("SingleTenant")
    .meta(told("Beside `TEAMS_APP_ID`; new bots are of one tenant.", "you")),
  TEAMS_TENANT_IDS: z
    .string()
    .default("")
    .transform((text) => text.split(",").map((id) => id.trim()))
    .transform((ids) => ids.filter((id) => id !== ""))
    .pipe(z.array(z.guid().toLowerCase()))
    .meta(
      told(
        "Beside `TEAMS_APP_ID`: the tenants whose people may come in, with commas between them; exactly one for a bot of one tenant.",
        "you",
      ),
    ),
  TEAMS_OPENID_URL: z
    .url()
    .optional()
    .meta(
      told("Where the keys of those are told who sign for Teams; Microsoft's when left out.", "npm start"),
    ),
  TEAMS_LOGIN_URL: z
    .url()
    .optional()
    .meta(told("Where the bot gets its tokens; Microsoft's when left out.", "npm start")),
  TEAMS_SIGNER_URL: z
    .url()
    .optional()
    .meta(
      told(
        "Where an activity is signed as Teams would sign it, for `countersign doctor --send`: the embedded Teams alone has that.",
        "npm start",
      ),
    ),
};

/** Mails. */
export const mailVariables = {
  EMAIL_FROM: z
    .string()
    .regex(/^(?:[^<>@\r\n"]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, "an address, or Name <address>")
    .optional()
    .meta(
      told(
        "The sender, verified in SES: an address, or `Name <address>` ([mail](email.md)).",
        "serverless.yml",
      ),
    ),
  EMAIL_CONFIGURATION_SET: textSchema
    .optional()
    .meta(told("SES's configuration set, which tells of bounces.", "serverless.yml")),
};

/** Webhooks. */
export const webhookVariables = {
  WEBHOOK_ATTEMPTS_QUEUE_URL: textSchema
    .optional()
    .meta(told("The queue of the attempts to deliver one ([webhooks](webhooks.md)).", "serverless.yml")),
  WEBHOOK_DEAD_LETTERS_URL: textSchema
    .optional()
    .meta(told("The queue of those that are given up.", "serverless.yml")),
  WEBHOOKS_ON_LOOPBACK: z
    .stringbool()
    .default(false)
    .meta(
      told(
        "Lets webhooks go to this machine, by plain HTTP too. Never set it where it is deployed.",
        "npm start",
      ),
    ),
};
