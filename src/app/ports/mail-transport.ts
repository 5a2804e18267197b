import type { MailOutcome } from "./mailer.ts";

/** A rendered mail. All texts are of one line but `text` and `html`. */
export interface RenderedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Unique for the mail, and the same when it is sent again: the left part of its Message-ID. */
  readonly id: string;
  /** The same for all mails of one request, so that mail programs show them together. */
  readonly thread: string;
  /** For the feedback about it: the request that it is about. */
  readonly requestId: string;
}

export interface MailTransport {
  /** As `Mailer.send`. */
  send(mail: RenderedMail): Promise<MailOutcome>;
}
