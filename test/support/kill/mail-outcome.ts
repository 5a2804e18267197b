import type { ApprovalRequest } from "../../../src/core/request.ts";
import { acmePeople } from "../../../src/local/parts/workspace.ts";
import type { World } from "./start-world.ts";

const { dana, lena, marco } = acmePeople;

/**
 * The mails about a settled request that Lena approved by hers, or Dana took back, beside those that it owes; and how many of its links
 * count still.
 */
export async function mailOutcomeOf({ inbox, tokens }: World, { id, status }: ApprovalRequest) {
  const mails = (await inbox.mails()).filter(({ body }) => body.text.includes(id));
  const links = await tokens.list(id);
  return {
    mails: mails.map(({ destination, subject }) => `${destination.to} ${beginningOf(subject)}`),
    openLinks: links.filter(({ end }) => !end).length,
    expected: {
      mails: [
        `${lena.email} Approve?`,
        `${marco.email} Approve?`,
        ...(status === "cancelled"
          ? [lena, marco].map(({ email }) => `${email} Cancelled by ${dana.realName} (${dana.email})`)
          : [`${marco.email} Approved by ${lena.email}`, `${lena.email} Done`]),
      ],
    },
  };
}

/** Up to what it is about. */
function beginningOf(subject: string): string {
  return /^(?:Approve\?|[^:]+)/.exec(subject)?.[0].replace(/ after .*$/, "") ?? subject;
}
