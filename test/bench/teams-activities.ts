import { randomUUID } from "node:crypto";
import { z } from "zod";
import { commentInputs, verbs } from "../../src/adapters/teams/cards/buttons.ts";
import type { ApprovalRequest } from "../../src/core/request.ts";
import { acmeTenant } from "../../src/local/teams/acme-tenant.ts";

const answerSchema = z.object({ statusCode: z.literal(200), type: z.string() });
const priya = acmeTenant.members.find(({ givenName }) => givenName === "Priya");

/** What Teams sends when Priya presses Approve on a request's card. */
export function approvalActivity({ id, digest }: ApprovalRequest): object {
  return activityOf({
    type: "invoke",
    name: "adaptiveCard/action",
    value: {
      action: {
        type: "Action.Execute",
        verb: verbs.approve,
        data: { request_id: id, digest, [commentInputs.approve]: "" },
      },
      trigger: "manual",
    },
  });
}

/** Tells the bot of the channel, as its being added to the team does. */
export async function sendInstallation(teamsUrl: string): Promise<void> {
  const answer = await send(teamsUrl, activityOf({ type: "conversationUpdate" }));
  if (!answer.ok) throw new Error(`the installation was answered ${answer.status}: ${await answer.text()}`);
}

/** Hands an activity to an embedded Teams, which signs it and passes it on to its bot; throws unless that answers with such a type. */
export async function sendPress(teamsUrl: string, activity: object, type: string): Promise<void> {
  const response = await send(teamsUrl, activity);
  const text = await response.text();
  const answer = response.ok ? answerSchema.safeParse(JSON.parse(text)) : undefined;
  if (answer?.data?.type !== type) throw new Error(`the press was answered ${response.status}: ${text}`);
}

function activityOf(what: object): object {
  return {
    ...what,
    id: `bench-${randomUUID()}`,
    channelId: "msteams",
    timestamp: new Date().toISOString(),
    from: { id: priya?.id, name: priya?.name, aadObjectId: priya?.aadObjectId },
    recipient: acmeTenant.bot,
    conversation: { id: acmeTenant.channel.id, conversationType: "channel", tenantId: acmeTenant.id },
    channelData: { tenant: { id: acmeTenant.id }, team: { id: acmeTenant.team.id } },
  };
}

function send(teamsUrl: string, activity: object): Promise<Response> {
  return fetch(`${teamsUrl}/api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(activity),
  });
}
