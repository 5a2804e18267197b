import type { Context } from "@slack/bolt";
import { z } from "zod";
import { defectText } from "../../app/chat/chat-texts.ts";
import type { SlackLog } from "./slack-log.ts";

/** How a listener's work is done: whatever fails is logged under an id, and nothing is thrown into Bolt. */
export function makeAttempts(log: SlackLog) {
  return {
    /** Gives the person the id that they can tell the operators. */
    attempt: async <Answer>(
      context: Context,
      work: () => Promise<Answer>,
      apology: (text: string) => Answer,
    ): Promise<Answer> => {
      try {
        return await work();
      } catch (error) {
        const traceId = traceIdOf(context);
        log.error({ trace_id: traceId, err: error }, "a Slack listener failed");
        return apology(defectText(traceId));
      }
    },

    /** For what comes after the answer: that stands, whatever becomes of this. */
    attemptQuietly: async (context: Context, work: () => Promise<unknown>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        log.warn({ trace_id: traceIdOf(context), err: error }, "what Slack was to show was not taken");
      }
    },
  };
}

/** The receiver tells it: the id of the HTTP request, or of the envelope. */
function traceIdOf({ traceId }: Context): string {
  return z.string().catch("unknown").parse(traceId);
}
