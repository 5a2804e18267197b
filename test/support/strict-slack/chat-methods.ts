import { z } from "zod";
import { contentSchema, parseContent } from "./message-content.ts";
import { toSlackMessage } from "./message-json.ts";
import { parseOrRefuse } from "./parse-or-refuse.ts";
import { SlackRefusal } from "./slack-refusal.ts";
import type { WebApiMethod } from "./web-api-method.ts";
import { findMessage, getChannel, getUser, replaceMessage, type Workspace } from "./workspace.ts";
import type { Message } from "./workspace-records.ts";

const place = { channel: z.string().min(1) };
const placed = { ...place, ts: z.string().min(1) };
const postSchema = z.object({ ...place, ...contentSchema.shape, thread_ts: z.string().optional() });
const ephemeralSchema = z.object({ ...postSchema.shape, user: z.string().min(1) });
const updateSchema = z.object({ ...placed, ...contentSchema.shape });

/** Adds a message by the given author, refused where the thread it should go to is not there. */
export function addMessage(
  slack: Workspace,
  draft: Pick<Message, "channel" | "user" | "text" | "blocks"> & Partial<Pick<Message, "metadata">>,
  threadTs: string | undefined,
): Message {
  const parent = threadTs === undefined ? undefined : findMessage(slack, draft.channel, threadTs);
  if (threadTs !== undefined && !parent) throw new SlackRefusal("thread_not_found");
  if (parent?.thread_ts !== undefined) throw new SlackRefusal("cannot_reply_to_message");
  const message = {
    ...draft,
    ts: slack.nextTs(),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    earlierBlocks: [],
  };
  slack.messages = [...slack.messages, message];
  return message;
}

/** Replaces what a message shows; without blocks the old ones go, as in chat.update. */
export function editMessage(
  slack: Workspace,
  message: Message,
  content: ReturnType<typeof parseContent>,
): Message {
  const next = {
    ...message,
    ...content,
    edited: { user: slack.bot.userId, ts: slack.nextTs() },
    earlierBlocks: [...message.earlierBlocks, message.blocks],
  };
  replaceMessage(slack, next);
  return next;
}

function writableChannel(slack: Workspace, id: string) {
  const channel = getChannel(slack, id);
  if (channel.is_archived) throw new SlackRefusal("is_archived");
  return channel;
}

function ownMessage(slack: Workspace, channel: string, ts: string, refusal: string): Message {
  getChannel(slack, channel);
  const message = findMessage(slack, channel, ts);
  if (!message) throw new SlackRefusal("message_not_found");
  if (message.user !== slack.bot.userId) throw new SlackRefusal(refusal);
  return message;
}

export const chatMethods: Readonly<Record<string, WebApiMethod>> = {
  "chat.postMessage": (slack, raw) => {
    const args = parseOrRefuse(postSchema, raw, "invalid_arguments");
    const channel = writableChannel(slack, args.channel).id;
    const content = parseContent(args);

    const message = addMessage(slack, { channel, user: slack.bot.userId, ...content }, args.thread_ts);

    return { channel, ts: message.ts, message: toSlackMessage(slack, message) };
  },

  "chat.update": (slack, raw) => {
    const args = parseOrRefuse(updateSchema, raw, "invalid_arguments");
    const message = ownMessage(slack, args.channel, args.ts, "cant_update_message");

    const next = editMessage(slack, message, parseContent(args));

    return { channel: next.channel, ts: next.ts, text: next.text, message: toSlackMessage(slack, next) };
  },

  "chat.delete": (slack, raw) => {
    const { channel, ts } = parseOrRefuse(z.object(placed), raw, "invalid_arguments");
    const message = ownMessage(slack, channel, ts, "cant_delete_message");

    slack.messages = slack.messages.filter((one) => one !== message);

    return { channel, ts };
  },

  "chat.postEphemeral": (slack, raw) => {
    const args = parseOrRefuse(ephemeralSchema, raw, "invalid_arguments");
    const channel = writableChannel(slack, args.channel);
    const user = getUser(slack, args.user).id;
    if (channel.members && !channel.members.includes(user)) throw new SlackRefusal("user_not_in_channel");
    const { text, blocks } = parseContent(args);

    const ts = slack.nextTs();
    const thread = args.thread_ts === undefined ? {} : { thread_ts: args.thread_ts };
    slack.ephemerals = [...slack.ephemerals, { channel: channel.id, ts, user, text, blocks, ...thread }];

    return { message_ts: ts };
  },
};
