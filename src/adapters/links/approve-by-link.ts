import { GatewayError } from "../../app/gateway-error.ts";
import type { IssueToken } from "../../app/links/issue-token.ts";
import { approvalUrlOf } from "../../core/links/approval-link.ts";
import { confirmationOf } from "../../core/links/confirmation.ts";
import type { PersonId } from "../../core/person.ts";
import type { ApprovalRequest } from "../../core/request.ts";

const timeoutMilliseconds = 10_000;

/** Approves as a mail's reader does: opens a link of their own, and sends its form. Throws where the page takes it for none. */
export async function approveByLink(
  { publicUrl, issueToken }: { readonly publicUrl: string; readonly issueToken: IssueToken },
  approver: PersonId,
  request: ApprovalRequest,
): Promise<void> {
  const link = {
    action: "approve",
    requestId: request.id,
    token: await issueToken(request, approver),
  } as const;
  const url = approvalUrlOf(publicUrl, link);
  const page = await (await fetch(url, { signal: AbortSignal.timeout(timeoutMilliseconds) })).text();
  const form = /name="form" value="([^"]+)"/.exec(page)?.[1];
  if (form === undefined) throw new GatewayError("the link's page shows no form");
  const { name, length } = confirmationOf(request.intent, request.id);
  const ending = [...name].slice(-length).join("");
  const answer = await fetch(new URL(url).origin + new URL(url).pathname, {
    method: "POST",
    body: new URLSearchParams({ ...link, form, ending, comment: "countersign doctor" }),
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  if (!answer.ok) throw new GatewayError(`the link's page answered with ${answer.status}`);
}
