import { z } from "zod";
import { addMessage, editMessage } from "./chat-methods.ts";
import { type Content, contentSchema, parseContent } from "./message-content.ts";
import { parseOrRefuse } from "./parse-or-refuse.ts";
import { SlackRefusal } from "./slack-refusal.ts";
import { findMessage, type Workspace } from "./workspace.ts";
import type { ResponseUrl } from "./workspace-records.ts";

const maxUses = 5;
const lifetimeMs = 30 * 60_000;

const responseSchema = z.object({
  ...contentSchema.shape,
  response_type: z.enum(["ephemeral", "in_channel"]).default("ephemeral"),
  replace_original: z.boolean().default(false),
  delete_original: z.boolean().default(false),
  thread_ts: z.string().optional(),
});

/** Shows a message the way an answer to an interaction does: to the person alone unless it says `in_channel`. */
export function showResponse(
  slack: Workspace,
  place: Pick<ResponseUrl, "channel" | "user">,
  { text, blocks }: Content,
  { inChannel, threadTs }: { readonly inChannel: boolean; readonly threadTs?: string | undefined },
): string {
  const { channel } = place;
  if (inChannel) return addMessage(slack, { channel, user: slack.bot.userId, text, blocks }, threadTs).ts;
  const ts = slack.nextTs();
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
  slack.ephemerals = [...slack.ephemerals, { channel, ts, user: place.user, text, blocks, ...thread }];
  return ts;
}

function deleteOriginal(slack: Workspace, { channel, original }: ResponseUrl): void {
  slack.messages = slack.messages.filter((one) => one.channel !== channel || one.ts !== original);
  slack.ephemerals = slack.ephemerals.filter((one) => one.channel !== channel || one.ts !== original);
}

function replaceOriginal(slack: Workspace, { channel, original }: ResponseUrl, content: Content): boolean {
  const message = findMessage(slack, channel, original ?? "");
  if (message) editMessage(slack, message, content);
  const ephemeral = slack.ephemerals.find((one) => one.channel === channel && one.ts === original);
  const next = ephemeral && { ...ephemeral, text: content.text, blocks: content.blocks };
  slack.ephemerals = slack.ephemerals.map((one) => (next && one === ephemeral ? next : one));
  return message !== undefined || ephemeral !== undefined;
}

/** A POST to a response_url, which takes five of them in thirty minutes. */
export function respond(slack: Workspace, id: string, raw: unknown): void {
  const target = slack.responseUrls.get(id);
  if (!target) throw new SlackRefusal("invalid_url");
  if (slack.now() - target.at > lifetimeMs) throw new SlackRefusal("expired_url");
  if (target.uses >= maxUses) throw new SlackRefusal("used_url");
  target.uses += 1;
  const body = parseOrRefuse(responseSchema, raw, "invalid_payload");
  if (body.delete_original) {
    deleteOriginal(slack, target);
    return;
  }
  const content = parseContent(body);
  if (body.replace_original && replaceOriginal(slack, target, content)) return;
  const inChannel = body.response_type === "in_channel";
  const shown = showResponse(slack, target, content, { inChannel, threadTs: body.thread_ts });
  target.original ??= shown;
}
