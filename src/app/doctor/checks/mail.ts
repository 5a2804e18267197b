import type { MailInspector } from "../../ports/inspection.ts";
import { withinTime } from "../../within-time.ts";
import { type Check, type Finding, fine, problem, skipped, warning } from "../check.ts";

interface MailSettings {
  /** `Countersign <countersign@acme.example>`, or the address alone. */
  readonly from: string | undefined;
  /** The embedded SES takes mails, and hangs on every question. */
  readonly isEmbedded: boolean;
}

/** https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html */
const sandboxQuota = 200;
const nearlyUsed = 0.9;
const patience = 5000;

/** Whether mails are let out: the sender's identity, the sandbox, and what is left of the day's quota. */
export function checkMail({ from, isEmbedded }: MailSettings, mail: MailInspector): Check {
  return {
    name: "mail",
    look: async () => {
      if (from === undefined) return [skipped("SES", "no sender is set up: EMAIL_FROM")];
      if (isEmbedded) return [skipped("SES", "the embedded SES takes mails, and answers no questions")];
      return Promise.all([withinTime(patience, identity(from)), withinTime(patience, quota())]);
    },
  };

  async function identity(sender: string): Promise<Finding> {
    const address = /<([^>]+)>/.exec(sender)?.[1] ?? sender;
    const domain = address.slice(address.indexOf("@") + 1);
    const statuses = await Promise.all([address, domain].map((one) => mail.identityStatus(one)));
    if (statuses.includes("Success")) return fine(address, "verified in SES");
    return problem(
      address,
      `SES lets no mails from it out (${statuses.map((status) => status ?? "unknown").join(", ")})`,
      `Verify the address, or the domain ${domain}, in SES in this region.`,
    );
  }

  async function quota(): Promise<Finding> {
    const { most, sent } = await mail.quota();
    if (most >= 0 && most <= sandboxQuota) {
      return warning(
        "SES",
        "in the sandbox: mails go to verified addresses alone",
        "Ask AWS for production access to SES in this region.",
      );
    }
    const text = most < 0 ? `${sent} mails sent today` : `${sent} of ${most} mails sent today`;
    return most > 0 && sent >= most * nearlyUsed
      ? warning("SES", text, "Ask AWS for a higher quota.")
      : fine("SES", text);
  }
}
