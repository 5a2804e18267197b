import type { SlackInspector } from "../../ports/inspection.ts";
import { SecretShapeError } from "../../secrets/secret-shape-error.ts";
import { type Check, type Finding, fine, problem, skipped, warning } from "../check.ts";

const putMend = "Put it: countersign secrets put slack (docs/secrets.md).";

/** The bot's token as the functions read it, and whether it has the scopes of the manifest. */
export function checkSlack(
  readWanted: () => Promise<readonly string[]>,
  findSlack: () => Promise<SlackInspector | undefined>,
): Check {
  return {
    name: "slack",
    look: async () => {
      try {
        const slack = await findSlack();
        return slack
          ? await judge(await readWanted(), slack)
          : [problem("Slack", "its secret has no value, so nothing comes in or goes out", putMend)];
      } catch (error) {
        if (!(error instanceof SecretShapeError)) throw error;
        return [problem("Slack", error.message, putMend)];
      }
    },
  };
}

async function judge(wanted: readonly string[], slack: SlackInspector): Promise<readonly Finding[]> {
  const found = await slack.look();
  if (!found.ok) {
    const mend =
      "Install the app again, and put its bot token: countersign secrets put slack (docs/runbooks/rotate-slack-secrets.md).";
    return [problem("Slack", `does not take the bot token: ${found.code}`, mend)];
  }
  const { team, bot, scopes } = found;
  const who = fine("Slack", `${bot} in ${team}`);
  if (!scopes) return [who, skipped("scopes", "Slack did not say which the token has")];
  const missing = wanted.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) {
    const mend = "Bring the app's manifest up to date, and install it again: manifests/slack/manifest.yaml.";
    return [who, problem("scopes", `missing: ${missing.join(", ")}`, mend)];
  }
  const more = scopes.filter((scope) => !wanted.includes(scope));
  return [
    who,
    more.length === 0
      ? fine("scopes", `${wanted.length} as in the manifest`)
      : warning("scopes", `more than it needs: ${more.join(", ")}`, "Take them out of the app."),
  ];
}
