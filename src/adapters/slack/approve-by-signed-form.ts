import { createHmac } from "node:crypto";
import { GatewayError } from "../../app/gateway-error.ts";
import { givenSecret } from "../../app/secrets/given-secret.ts";
import type { SlackSecret } from "../../app/secrets/slack-secret.ts";
import type { PersonId } from "../../core/person.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { callSlack } from "./call-slack.ts";
import { makeSlackClient, type SlackAccess } from "./slack-client.ts";
import { commentBlock, decideViewIds } from "./views/decide-request.ts";

interface Options extends Omit<SlackAccess, "secret"> {
  readonly secret: SlackSecret;
  /** Where Slack sends what people do. */
  readonly requestUrl: string;
}

const timeoutMilliseconds = 10_000;

/**
 * Approves as somebody by sending the bot the form that Slack would send, signed with the app's own secret: it shows that the bot is
 * reached, knows the signature and the person, and decides. Throws where the bot takes it for none.
 */
export async function approveBySignedForm(
  { secret, requestUrl, ...access }: Options,
  approver: PersonId,
  { id: requestId, digest }: Pick<ApprovalRequest, "id" | "digest">,
): Promise<void> {
  const client = makeSlackClient({ ...access, secret: givenSecret(secret) });
  const found = await callSlack("users.lookupByEmail", () => client.users.lookupByEmail({ email: approver }));
  if (!found.ok) throw found.error.error;
  const { id: userId = "", team_id: teamId = "" } = found.value.user ?? {};
  const body = formOf({
    type: "view_submission",
    team: { id: teamId },
    user: { id: userId, team_id: teamId },
    view: {
      id: "V0DOCTOR",
      type: "modal",
      callback_id: decideViewIds.approve,
      team_id: teamId,
      private_metadata: JSON.stringify({ requestId, digest }),
      state: {
        values: {
          [commentBlock]: { [commentBlock]: { type: "plain_text_input", value: "countersign doctor" } },
        },
      },
    },
  });
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", secret.signingSecret)
    .update(`v0:${timestamp}:${body}`)
    .digest("hex");
  const answer = await fetch(requestUrl, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": String(timestamp),
      "x-slack-signature": `v0=${signature}`,
    },
    body,
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  const text = await answer.text();
  if (!answer.ok) throw new GatewayError(`the bot answered with ${answer.status}`);
  if (text.includes('"errors"')) throw new GatewayError(`the bot refused it: ${text.slice(0, 300)}`);
}

function formOf(payload: object): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}
