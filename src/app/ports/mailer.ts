import type { RawToken } from "../../core/links/link-token.ts";
import type { MailContent } from "../../core/mail.ts";
import type { PersonId } from "../../core/person.ts";
import type { RequestId } from "../../core/request.ts";

/** One mail to one person. */
export interface Mail {
  readonly requestId: RequestId;
  /** The delivery's place, which is another one for each recipient, kind and cause. */
  readonly place: string;
  readonly to: PersonId;
  readonly content: MailContent;
  /** The recipient's own token for the links; nothing where there is nothing to decide. */
  readonly token?: RawToken | undefined;
}

/** `unreachable`: no mail can be sent there, now or later. */
export type MailOutcome =
  | { readonly kind: "sent"; readonly messageId: string }
  | { readonly kind: "unreachable"; readonly reason: string };

export interface Mailer {
  /**
   * Hands the mail over. Throws a `NotDoneError` when it surely was not taken, as when the rate is limited, and a `GatewayError`
   * when nobody can say.
   */
  send(mail: Mail): Promise<MailOutcome>;
}
