import { personIdSchema } from "../../core/person.ts";
import type { RequestId } from "../../core/request.ts";
import { shortened } from "../../core/texts.ts";
import type { RequestChanger } from "../change-request.ts";
import { recordUndelivered } from "../note-undelivered.ts";
import type { MailBlocks } from "../ports/mail-blocks.ts";

/** What the mail service was told of a mail that it had taken. `failed-for-now`: the mailbox is full, for example. */
export interface MailFeedback {
  readonly requestId?: RequestId | undefined;
  readonly recipients: readonly {
    readonly address: string;
    readonly kind: "failed-for-good" | "failed-for-now" | "reported-as-spam";
    /** As the other mail server said it; empty where it said nothing. */
    readonly detail: string;
  }[];
}

export type TakeFeedback = (feedback: MailFeedback) => Promise<void>;

interface Dependencies extends RequestChanger {
  readonly mailBlocks: MailBlocks;
}

const reasons = {
  "failed-for-good": "the mail came back for good",
  "failed-for-now": "the mail came back",
  "reported-as-spam": "its reader reported our mail as spam",
} as const;

/**
 * Shows on the request that a mail did not arrive. What came back for good, or was reported as spam, also blocks its address: it gets
 * no more mail until an operator takes the block away. The same feedback again changes nothing.
 */
export function makeTakeFeedback({ mailBlocks, ...changer }: Dependencies): TakeFeedback {
  return async ({ requestId, recipients }) => {
    for (const { address, kind, detail } of recipients) {
      const parsed = personIdSchema.safeParse(address);
      if (!parsed.success) continue;
      const reason = shortened(detail === "" ? reasons[kind] : `${reasons[kind]}: ${detail}`, 300);
      if (kind !== "failed-for-now") {
        await mailBlocks.add({ address: parsed.data, reason, since: changer.now() });
      }
      if (requestId) {
        await recordUndelivered(changer, requestId, { surface: "email", place: parsed.data, reason });
      }
    }
  };
}
