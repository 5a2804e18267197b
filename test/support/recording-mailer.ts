import { GatewayError, NotDoneError } from "../../src/app/gateway-error.ts";
import type { Mail, Mailer } from "../../src/app/ports/mailer.ts";

export type MailFate = "sent" | "refused" | "lost-before" | "lost-after" | "unreachable" | "defect";

/** A mail service that keeps what it takes, and does with each mail as its fate says. */
export class RecordingMailer implements Mailer {
  readonly mails: Mail[] = [];
  fateOf: (mail: Mail) => MailFate = () => "sent";

  /** "priya.nair ask": to whom and what, in the order of their sending. */
  get sent(): readonly string[] {
    return this.mails.map(({ to, content }) => `${to.split("@")[0]} ${content.kind}`);
  }

  send: Mailer["send"] = async (mail) => {
    const fate = this.fateOf(mail);
    if (fate === "refused") throw new NotDoneError("too many mails in a second");
    if (fate === "defect") throw new TypeError("cannot be rendered");
    if (fate === "lost-before") throw new GatewayError("no answer");
    if (fate === "unreachable") return { kind: "unreachable", reason: "no such address" };
    this.mails.push(mail);
    if (fate === "lost-after") throw new GatewayError("no answer");
    return { kind: "sent", messageId: `message-${this.mails.length}` };
  };
}
