import { z } from "zod";
import { acmeTenant, type TeamsMember } from "./acme-tenant.ts";
import type { Posted } from "./local-connector.ts";

const messageSchema = z.looseObject({
  attachments: z.tuple([
    z.looseObject({
      content: z.looseObject({
        refresh: z.looseObject({ action: z.looseObject({}), userIds: z.array(z.string()) }),
      }),
    }),
  ]),
});
const answerSchema = z.object({
  type: z.literal("application/vnd.microsoft.card.adaptive"),
  value: z.looseObject({}),
});

/**
 * The message as this person sees it: where its card is refreshed for them, Teams asks the bot for their own view. Microsoft's
 * local client does not, so it is asked here.
 */
export async function ownView(
  { id, conversation, root, body }: Posted,
  person: TeamsMember,
  invoke: (activity: object) => Promise<unknown>,
): Promise<object> {
  const message = messageSchema.safeParse(body);
  if (!message.success) return body;
  const [attachment] = message.data.attachments;
  const { action, userIds } = attachment.content.refresh;
  if (!userIds.includes(person.id)) return body;
  const isChannel = conversation.endsWith("@thread.tacv2");
  const answer = answerSchema.safeParse(
    await invoke({
      type: "invoke",
      name: "adaptiveCard/action",
      id,
      channelId: "msteams",
      timestamp: new Date().toISOString(),
      from: { id: person.id, name: person.name, aadObjectId: person.aadObjectId },
      recipient: acmeTenant.bot,
      conversation: {
        id: isChannel ? `${conversation};messageid=${root ?? id}` : conversation,
        conversationType: isChannel ? "channel" : "personal",
        tenantId: acmeTenant.id,
      },
      channelData: { tenant: { id: acmeTenant.id }, ...(isChannel && { team: { id: acmeTenant.team.id } }) },
      replyToId: id,
      value: { action, trigger: "automatic" },
    }),
  );
  if (!answer.success) return body;
  return { ...message.data, attachments: [{ ...attachment, content: answer.data.value }] };
}
