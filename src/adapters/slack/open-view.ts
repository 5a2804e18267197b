import type { types } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { callSlack } from "./call-slack.ts";

/** Slack takes a trigger for three seconds and once. */
const tooLateCodes: readonly string[] = ["expired_trigger_id", "trigger_expired", "exchanged_trigger_id"];

export const tooLateText = "That took longer than Slack waits for a form. Please try it once more.";

/** Opens a modal for whoever pulled the trigger; `too-late` when Slack no longer takes it. */
export async function openView(
  client: WebClient,
  triggerId: string,
  view: types.ModalView,
): Promise<"opened" | "too-late"> {
  const answer = await callSlack("views.open", () => client.views.open({ trigger_id: triggerId, view }));
  if (answer.ok) return "opened";
  if (tooLateCodes.includes(answer.error.code)) return "too-late";
  throw answer.error.error;
}
