import type { LauncherConfig } from "../config.ts";
import type { Launched } from "./launch.ts";

/** What `npm start` prints once everything runs: where to look, and what to try first. */
export function banner(launched: Launched, { port }: Pick<LauncherConfig, "port">): string {
  const { chatUrl, botUrl, inboxUrl, dataFolder, restored } = launched;
  const lines = ["", "  Countersign is running.", ""];
  if (chatUrl === undefined) {
    lines.push(`  Bot    ${botUrl}   give your Slack app this path behind a public address`);
  } else {
    lines.push(`  Chat   ${chatUrl}   ← open this`);
    if (port !== 0 && !chatUrl.endsWith(`:${port}`)) {
      lines.push(`         Port ${port} is in use, so the chat is on the next free one.`);
    }
  }
  lines.push(`  Inbox  ${inboxUrl}`, `  Data   ${dataFolder}   kept; npm start -- --fresh empties it`, "");
  if (restored > 0) lines.push(`  ${restored} unfinished from before, shown again in the chat.`, "");
  if (chatUrl !== undefined) {
    lines.push(
      "  Try it:",
      "   1. As Dana Reyes, in #db-production, type",
      "        /rds-request snapshot prod-orders-01 because the schema changes tonight",
      "   2. Switch to Priya Nair and press Approve on the card, then to Lena Fischer and approve too.",
      "   3. Watch the thread under the card. `/rds-request` alone opens the form, `/rds-request help` tells the rest.",
      "",
    );
  }
  return [...lines, "  Ctrl-C stops everything.", ""].join("\n");
}
