import { ConfigError } from "../config.ts";

/** Without a bot token everything goes to the local Slack, where another workspace's values mean nothing. */
export function refuseHalfASlack(environment: Readonly<Record<string, string | undefined>>): void {
  const given = ["SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL"].filter(
    (variable) => environment[variable] !== undefined,
  );
  if (given.length === 0) return;
  throw new ConfigError(
    `SLACK_BOT_TOKEN: missing, but ${given.join(" and ")} given. Give the token too, or none of them.`,
  );
}
