import { CloudAdapter, type InvokeResponse } from "botbuilder";
import type { Answer } from "./answer.ts";
import { type Admitted, toBotActivity } from "./bot-framework-gate.ts";
import type { TeamsActivity } from "./read-activity.ts";

/** The key's name is botbuilder's: how an invoke's answer is handed back to it. */
const invokeResponse = "invokeResponse";

/**
 * botbuilder's adapter with its turn, for an activity that the gate has admitted. Not by `process`, as that authenticates once
 * more and says every failure, the reader's and ours, in the same way.
 */
export class TeamsAdapter extends CloudAdapter {
  /** What `work` answers to an invoke; nothing for any other activity. */
  async take(
    admitted: Admitted,
    activity: TeamsActivity,
    work: () => Promise<Answer | undefined>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(admitted, toBotActivity(activity), async (context) => {
      const answer = await work();
      if (activity.type !== "invoke" || !answer) return;
      await context.sendActivity({ type: invokeResponse, value: { status: 200, body: answer } });
    });
  }
}
