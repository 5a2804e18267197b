import type { MailTransport, RenderedMail } from "../../app/ports/mail-transport.ts";
import type { Mailer } from "../../app/ports/mailer.ts";
import { type ApprovalLink, approvalUrlOf } from "../../core/links/approval-link.ts";
import { type Links, mailViewOf } from "./mail-view.ts";
import { renderHtml } from "./render-html.ts";
import { renderText } from "./render-text.ts";

interface Options {
  readonly transport: MailTransport;
  /** Where the links lead, without a slash at its end. Asked for each mail, as a local host knows it only once it runs. */
  readonly publicUrl: () => string;
}

/** Renders mails, as text and as HTML, and hands them to the transport. */
export function makeMailer({ transport, publicUrl }: Options): Mailer {
  return {
    send: async ({ requestId, place, to, content, token }) => {
      const origin = publicUrl().replace(/\/+$/, "");
      const links = token === undefined ? undefined : linksOf(origin, { requestId, token });
      const view = mailViewOf(content, links);
      const mail: RenderedMail = {
        to,
        subject: view.subject,
        text: renderText(view, origin),
        html: renderHtml(view, origin),
        id: `${requestId}.${content.kind}.${place.split("#").at(-1)}`,
        thread: requestId,
        requestId,
      };
      return transport.send(mail);
    },
  };
}

/** A page that asks once more; following a link decides nothing. */
function linksOf(root: string, link: Omit<ApprovalLink, "action">): Links {
  return {
    approve: approvalUrlOf(root, { ...link, action: "approve" }),
    reject: approvalUrlOf(root, { ...link, action: "reject" }),
  };
}
