import { type LauncherConfig, operatorFileName, usualDataFolder } from "../config.ts";
import type { Launched } from "./launch.ts";

/** What `npm start` prints once everything runs: where to look, and what to try first. */
export function banner(
  launched: Launched,
  config: Pick<LauncherConfig, "port" | "hasSocketMode" | "dataFolder">,
): string {
  const { chatUrl, inboxUrl, dataFolder, restored } = launched;
  const lines = ["", "  Countersign is running.", "", ...doorLines(launched, config)];
  lines.push(
    `  API    ${launched.apiUrl}/operations   keys: ${dataFolder}/api-keys, one for each sample person`,
    `         ${launched.apiUrl}/docs   all its routes`,
  );
  if (inboxUrl !== undefined)
    lines.push(`  Inbox  ${inboxUrl}   mails to the approvers, each with its own links`);
  if (launched.teamsUrl !== undefined)
    lines.push(
      `  Teams  ${launched.teamsUrl}   npm run teams, in another terminal, opens Microsoft's local client in it`,
    );
  lines.push(`  Data   ${dataFolder}   kept; npm start -- --fresh empties it`);
  lines.push(`  Well?  ${doctorLine(launched, config)}   looks everything over, in another terminal`, "");
  if (restored > 0) lines.push(`  ${restored} unfinished from before, shown again in the chat.`, "");
  if (chatUrl !== undefined) {
    lines.push(
      "  Try it:",
      "   1. As Dana Reyes, in #db-production, type",
      "        /rds-request snapshot prod-orders-01 because the schema changes tonight",
      "   2. Switch to Priya Nair and press Approve on the card, then to Lena Fischer and approve too.",
      "      Or open the mail to Lena in the inbox: its Approve link asks for the last four characters of the name.",
      "   3. Watch the thread under the card. `/rds-request` alone opens the form, `/rds-request help` tells the rest.",
      "   4. A monitoring system asks for an action on its own machines. In another terminal, type",
      `        npm run -s countersign -- trigger --config ${launched.triggerFile} \\`,
      `          --subject db-7 --issue "Replica lags by 900 s" --action restart_service --parameters '{"unit":"replicator"}'`,
      "      then approve it as Priya in #db-production: the poller runs a sample script, and the thread follows it.",
      "   5. A workflow of Step Functions waits for a person. In another terminal, type",
      "        npm run -s review",
      "      then decide as Lena Fischer in #db-approvals, or by the mail to her: the command tells how the workflow goes on.",
      "",
    );
  }
  return [...lines, "  Ctrl-C stops everything.", ""].join("\n");
}

/** The command looks into the usual data folder by itself. */
function doctorLine({ dataFolder }: Launched, config: Pick<LauncherConfig, "dataFolder">): string {
  const line = "npm run -s countersign -- doctor";
  return config.dataFolder === usualDataFolder
    ? line
    : `${line} --env-file ${dataFolder}/${operatorFileName}`;
}

function doorLines(
  { chatUrl, botUrl }: Launched,
  { port, hasSocketMode }: Pick<LauncherConfig, "port" | "hasSocketMode">,
): readonly string[] {
  if (chatUrl === undefined) {
    return hasSocketMode
      ? ["  Slack  connected over Socket Mode: type /rds-request in your workspace"]
      : [`  Bot    ${botUrl}   give your Slack app this path behind a public address`];
  }
  const isElsewhere = port !== 0 && Number(new URL(chatUrl).port) !== port;
  return [
    `  Chat   ${chatUrl}   ← open this`,
    ...(isElsewhere ? [`         Port ${port} is in use, so the chat is on the next free one.`] : []),
  ];
}
