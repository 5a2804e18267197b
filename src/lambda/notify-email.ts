import { makeMailer } from "../adapters/email/mailer.ts";
import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeIssueToken } from "../app/links/issue-token.ts";
import { makeAnnounceByMail } from "../app/mail/announce-by-mail.ts";
import { mailCauses } from "../app/mail/plan-mails.ts";
import { makeNoteUndelivered } from "../app/note-undelivered.ts";
import { eventNoticeSchema } from "../app/ports/event-publisher.ts";
import { newToken } from "../chance/new-token.ts";
import { readConfig, required } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { systemClock, wireMailBlocks, wireMailTransport, wireShownStores } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "notify-email");
const stores = wireShownStores(config);
const announce = makeAnnounceByMail({
  ...stores,
  ...systemClock,
  mailer: makeMailer({
    transport: wireMailTransport(config),
    publicUrl: () => required(readConfig().publicUrl, "PUBLIC_URL"),
  }),
  mailBlocks: wireMailBlocks(config),
  issueToken: makeIssueToken({ ...stores, ...systemClock, newToken }),
  leaseSeconds: config.deliveryLeaseSeconds,
});
const noteUndelivered = makeNoteUndelivered({ ...stores, ...systemClock, surface: "email" });

/** Events from the topic: sends the mails that their requests owe. */
export const handler = makeQueueHandler(
  eventNoticeSchema,
  async ({ requestId, sequence, kind }) => {
    if (!mailCauses.some((cause) => cause === kind)) return;
    log.info({ request_id: requestId, sequence, kind }, "announcing by mail");
    await announce(requestId);
    await noteUndelivered(requestId);
  },
  reportTo(log),
);
