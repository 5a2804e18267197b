import type { SlackInspector } from "../../ports/inspection.ts";
import { type Check, fine, problem, skipped, warning } from "../check.ts";

/** The bot's token, and whether it has the scopes of the manifest. */
export function checkSlack(
  readWanted: () => Promise<readonly string[]>,
  slack: SlackInspector | undefined,
): Check {
  return {
    name: "slack",
    look: async () => {
      if (!slack) {
        return [
          skipped("Slack", "no SLACK_BOT_TOKEN is given here: give it, and the token is looked at, too"),
        ];
      }
      const [wanted, found] = await Promise.all([readWanted(), slack.look()]);
      if (!found.ok) {
        const mend = "Install the app again, and put its bot token into the secret.";
        return [problem("Slack", `does not take the bot token: ${found.code}`, mend)];
      }
      const { team, bot, scopes } = found;
      const who = fine("Slack", `${bot} in ${team}`);
      if (!scopes) return [who, skipped("scopes", "Slack did not say which the token has")];
      const missing = wanted.filter((scope) => !scopes.includes(scope));
      if (missing.length > 0) {
        const mend =
          "Bring the app's manifest up to date, and install it again: manifests/slack/manifest.yaml.";
        return [who, problem("scopes", `missing: ${missing.join(", ")}`, mend)];
      }
      const more = scopes.filter((scope) => !wanted.includes(scope));
      return [
        who,
        more.length === 0
          ? fine("scopes", `${wanted.length} as in the manifest`)
          : warning("scopes", `more than it needs: ${more.join(", ")}`, "Take them out of the app."),
      ];
    },
  };
}
