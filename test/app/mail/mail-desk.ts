import { makeAnnounceByMail } from "../../../src/app/mail/announce-by-mail.ts";
import { makeTakeFeedback } from "../../../src/app/mail/take-feedback.ts";
import { makeNoteUndelivered } from "../../../src/app/note-undelivered.ts";
import { newToken } from "../../../src/chance/new-token.ts";
import type { RequestId } from "../../../src/core/request.ts";
import { type Desk, type DeskOptions, openDesk } from "../../support/desk.ts";
import { type Life, mortal } from "../../support/mortal.ts";
import { RecordingMailer } from "../../support/recording-mailer.ts";
import type { Workbench } from "../../support/workbench.ts";

export const leaseSeconds = 30;

/** A desk with a mail service, where each call of `announce` is another worker told of some event. */
export async function openMailDesk(bench: Workbench, options: DeskOptions = {}) {
  const desk = await openDesk(bench, options);
  const mailer = new RecordingMailer();
  const issued: { readonly requestId: RequestId; readonly to: string }[] = [];
  const tokens = {
    issue: async ({ id }: { readonly id: RequestId }, to: string) => {
      issued.push({ requestId: id, to });
      return newToken();
    },
  };
  const workerIn = (life: Life) => {
    const { requests, auditLog, deliveries, now } = desk.ports;
    const live = mortal(
      { requests, auditLog, deliveries, mailer, mailBlocks: bench.mailBlocks, tokens },
      life,
    );
    return makeAnnounceByMail({ ...live, now, leaseSeconds, issueToken: live.tokens.issue });
  };
  const announce = workerIn({ calls: Number.POSITIVE_INFINITY, end: "before" });
  const feedbackIn = (life: Life) => {
    const { requests, now } = desk.ports;
    return makeTakeFeedback({ ...mortal({ requests, mailBlocks: bench.mailBlocks }, life), now });
  };
  return {
    desk,
    mailer,
    issued,
    announce,
    /** A process that dies over so many calls. */
    workerIn,
    noteUndelivered: (surface: "slack" | "email", id: RequestId) =>
      makeNoteUndelivered({ ...desk.ports, surface })(id),
    takeFeedback: feedbackIn({ calls: Number.POSITIVE_INFINITY, end: "before" }),
    feedbackIn,
  };
}

/** The card was refused by every channel that the policy names. */
export async function loseChannels(
  { ports }: Desk,
  id: RequestId,
  channels: readonly string[],
): Promise<void> {
  for (const channel of channels) {
    await ports.deliveries.save({
      requestId: id,
      place: `slack#${channel}#card`,
      revision: 0,
      version: 1,
      unreachable: "channel_not_found",
    });
  }
}
