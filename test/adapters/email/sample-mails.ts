import { type Links, mailViewOf } from "../../../src/adapters/email/mail-view.ts";
import { renderHtml } from "../../../src/adapters/email/render-html.ts";
import { renderText } from "../../../src/adapters/email/render-text.ts";
import {
  askMailOf,
  endMailOf,
  type MailContent,
  noticeMailOf,
  reminderMailOf,
  resultMailOf,
} from "../../../src/core/mail.ts";
import type { ApprovalRequest, Status } from "../../../src/core/request.ts";
import type { Change } from "../../../src/core/transitions/change.ts";
import { changesTo, costOf, driftedChange, hoursLater, last } from "../../core/sample-requests.ts";

const origin = "https://bot.acme.example";

const token = "c2VjcmV0LXRva2VuLW9mLTI1Ni1iaXRzLWxvbmctZW5vdWdo";

export const links: Links = {
  approve: `${origin}/approval?action=approve&requestId=req-0123456789&token=${token}`,
  reject: `${origin}/approval?action=reject&requestId=req-0123456789&token=${token}`,
};

const now = hoursLater(48);

function lastOf(status: Status): Change {
  return last(changesTo[status]());
}

/** Anna's request with all that a card can hold. */
export function fullRequest(): ApprovalRequest {
  const { request } = lastOf("pending");
  return {
    ...request,
    estimatedCost: costOf(123.45),
    preflight: {
      reading: {
        asOf: hoursLater(47),
        covers: 1,
        facts: [
          { label: "Status", value: "available" },
          { label: "Connections", value: "131 of 800 (peak in the last hour 212)" },
        ],
        unread: ["CloudWatch"],
      },
    },
    undelivered: [{ surface: "slack", place: "C0PROD", reason: "channel_not_found", at: hoursLater(1) }],
  };
}

function defined<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("there is no such mail");
  return value;
}

/** Every kind of mail, as its reader gets it. */
export const sampleMails: Readonly<Record<string, () => MailContent>> = {
  ask: () => askMailOf(fullRequest(), true, now),
  "ask again": () => askMailOf(driftedChange(hoursLater(3)).request, true, now),
  "for information": () => askMailOf(fullRequest(), false, now),
  reminder: () => reminderMailOf(fullRequest(), now),
  "result: approved": () => resultMailOf(lastOf("approved").request, lastOf("approved").event, now),
  "result: rejected": () => resultMailOf(lastOf("rejected").request, lastOf("rejected").event, now),
  "result: cancelled": () => resultMailOf(lastOf("cancelled").request, lastOf("cancelled").event, now),
  expiry: () => resultMailOf(lastOf("expired").request, lastOf("expired").event, now),
  "notice: approved": () => defined(noticeMailOf(lastOf("approved").request, lastOf("approved").event, now)),
  "notice: drifted": () => {
    const { request, event } = driftedChange(hoursLater(3));
    return defined(noticeMailOf(request, event, now));
  },
  "end: done": () => defined(endMailOf(lastOf("executed").request, lastOf("executed").event, now)),
  "end: failed": () => defined(endMailOf(lastOf("failed").request, lastOf("failed").event, now)),
};

/** Whether its reader decides, and so gets links. */
export function linksOf(name: string): Links | undefined {
  return ["ask", "ask again", "reminder"].includes(name) ? links : undefined;
}

export function rendered(content: MailContent, given?: Links) {
  const view = mailViewOf(content, given);
  return { subject: view.subject, text: renderText(view, origin), html: renderHtml(view, origin) };
}
