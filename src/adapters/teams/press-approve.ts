import { randomUUID } from "node:crypto";
import { GatewayError } from "../../app/gateway-error.ts";
import type { ConversationStore } from "../../app/ports/conversation-store.ts";
import type { PersonId } from "../../core/person.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { commentInputs, verbs } from "./cards/buttons.ts";

interface Press {
  readonly conversations: Pick<ConversationStore, "find" | "findMember">;
  /** The channel that the card is in. */
  readonly channel: string;
  readonly approver: PersonId;
}

type Pressed = Pick<ApprovalRequest, "id" | "digest">;

const timeoutMilliseconds = 10_000;

/**
 * Approves as somebody by what Teams sends when they press, handed to whoever signs it (`signerUrl`): that is the embedded Teams
 * alone, as nobody but Microsoft can sign for the real one. Throws where the bot takes it for none.
 */
export async function approveBySignedPress(signerUrl: string, press: Press, request: Pressed): Promise<void> {
  const answer = await send(signerUrl, await activityOf(press, request), {});
  if (!answer.ok) throw new GatewayError(`the bot answered with ${answer.status}`);
}

/**
 * Sends the bot the same press with a token that nobody has signed, and throws unless it is refused as such: it shows that the bot is
 * reached from outside, and whom it does not let in.
 */
export async function seeUnsignedPressRefused(
  messagingUrl: string,
  press: Press,
  request: Pressed,
): Promise<void> {
  const answer = await send(messagingUrl, await activityOf(press, request), {
    authorization: "Bearer e30.e30.unsigned",
  });
  if (answer.status !== 401) throw new GatewayError(`the bot answered with ${answer.status} instead of 401`);
}

async function activityOf({ conversations, channel, approver }: Press, { id, digest }: Pressed) {
  const [member, conversation] = await Promise.all([
    conversations.findMember(approver),
    conversations.find(channel),
  ]);
  if (!member) throw new GatewayError(`Countersign has not met ${approver} in Teams`);
  const { userId, botId, tenantId, serviceUrl } = member;
  const data = { request_id: id, digest, [commentInputs.approve]: "countersign doctor" };
  return {
    type: "invoke",
    name: "adaptiveCard/action",
    id: `doctor-${randomUUID()}`,
    channelId: "msteams",
    serviceUrl,
    from: { id: userId },
    recipient: { id: botId },
    conversation: { id: channel, conversationType: "channel", tenantId },
    channelData: { tenant: { id: tenantId }, team: { id: conversation?.teamId ?? channel } },
    value: { action: { type: "Action.Execute", verb: verbs.approve, data }, trigger: "manual" },
  };
}

function send(url: string, activity: object, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(activity),
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
}
