import { threadOf, type Workspace } from "./workspace.ts";
import type { Message } from "./workspace-records.ts";

/** A message as the Web API and the interaction payloads show it. */
export function toSlackMessage(slack: Workspace, message: Message, withMetadata = false) {
  const { ts, user, text, blocks, thread_ts, metadata, edited } = message;
  const replies = thread_ts === undefined ? threadOf(slack, message.channel, ts).slice(1) : [];
  const byBot = user === slack.bot.userId;
  return {
    type: "message",
    user,
    ts,
    text,
    team: slack.team.id,
    ...(blocks.length > 0 && { blocks }),
    ...(byBot && { bot_id: slack.bot.id, app_id: slack.bot.appId }),
    ...(thread_ts !== undefined && { thread_ts, parent_user_id: parentAuthor(slack, message) }),
    ...(replies.length > 0 && {
      thread_ts: ts,
      reply_count: replies.length,
      reply_users: [...new Set(replies.map((reply) => reply.user))],
      latest_reply: replies.at(-1)?.ts,
    }),
    ...(edited && { edited }),
    ...(withMetadata && metadata && { metadata }),
  };
}

function parentAuthor(slack: Workspace, { channel, thread_ts }: Message): string | undefined {
  return slack.messages.find((one) => one.channel === channel && one.ts === thread_ts)?.user;
}
