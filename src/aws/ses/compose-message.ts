import MailComposer from "nodemailer/lib/mail-composer";
import type { RenderedMail } from "../../app/ports/mail-transport.ts";

/**
 * The mail as it travels, both texts in one `multipart/alternative`. It says that a program wrote it (RFC 3834), so that nobody's
 * out-of-office note answers it, and names its thread. SES sets a Message-ID of its own, so that the thread's first id is one
 * that no mail carries: mail programs group by it all the same.
 */
export async function composeMessage(from: string, mail: RenderedMail): Promise<Uint8Array> {
  const thread = `<${mail.thread}@countersign.invalid>`;
  const composer = new MailComposer({
    from,
    to: { name: "", address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    textEncoding: "quoted-printable",
    messageId: `<${mail.id}@countersign.invalid>`,
    inReplyTo: thread,
    references: thread,
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
