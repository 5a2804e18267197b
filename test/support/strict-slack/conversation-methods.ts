import { z } from "zod";
import { toSlackMessage } from "./message-json.ts";
import { parseOrRefuse } from "./parse-or-refuse.ts";
import { SlackRefusal } from "./slack-refusal.ts";
import type { WebApiMethod } from "./web-api-method.ts";
import { getChannel, getUser, makeId, threadOf, type Workspace } from "./workspace.ts";
import type { Message } from "./workspace-records.ts";

const flag = z.union([z.boolean(), z.stringbool()]).default(false);
export const pageShape = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().optional(),
};
const historySchema = z.object({
  channel: z.string().min(1),
  oldest: z.coerce.number().optional(),
  latest: z.coerce.number().optional(),
  inclusive: flag,
  include_all_metadata: flag,
  ...pageShape,
});
const repliesSchema = z.object({ ...historySchema.shape, ts: z.string().min(1) });
const openSchema = z.object({
  users: z.string().optional(),
  channel: z.string().optional(),
  return_im: flag,
});

/** One page of the items and, where more follow, the cursor of the next one. */
export function pageOf<T>(items: readonly T[], limit: number, cursor: string | undefined) {
  const start = cursor ? Number(Buffer.from(cursor, "base64").toString().replace("next:", "")) : 0;
  if (!Number.isInteger(start) || start < 0 || start > items.length) throw new SlackRefusal("invalid_cursor");
  const end = start + limit;
  const next = end < items.length ? Buffer.from(`next:${end}`).toString("base64") : "";
  return { items: items.slice(start, end), hasMore: next !== "", metadata: { next_cursor: next } };
}

function isBetween(ts: string, { oldest, latest, inclusive }: z.infer<typeof historySchema>): boolean {
  const at = Number(ts);
  if (inclusive && (at === oldest || at === latest)) return true;
  return at > (oldest ?? 0) && at < (latest ?? Number.POSITIVE_INFINITY);
}

function answer(slack: Workspace, messages: readonly Message[], args: z.infer<typeof historySchema>) {
  const page = pageOf(messages, args.limit, args.cursor);
  return {
    messages: page.items.map((message) => toSlackMessage(slack, message, args.include_all_metadata)),
    has_more: page.hasMore,
    response_metadata: page.metadata,
  };
}

function openDirect(slack: Workspace, users: string) {
  const ids = users.split(",").map((id) => id.trim());
  for (const id of ids) {
    const user = getUser(slack, id);
    if (user.deleted) throw new SlackRefusal("user_disabled");
    if (user.is_bot) throw new SlackRefusal("cannot_dm_bot");
  }
  const known = [...slack.channels.values()].find(
    ({ im }) => im !== undefined && im.length === ids.length && im.every((id) => ids.includes(id)),
  );
  if (known) return { id: known.id, ids, isNew: false };
  const channel = {
    id: makeId(ids.length === 1 ? "D" : "G"),
    name: ids.length === 1 ? "directmessage" : "group",
    members: ids,
    im: ids,
  };
  slack.channels.set(channel.id, channel);
  return { id: channel.id, ids, isNew: true };
}

export const conversationMethods: Readonly<Record<string, WebApiMethod>> = {
  "conversations.open": (slack, raw) => {
    const args = parseOrRefuse(openSchema, raw, "invalid_arguments");
    if (args.channel !== undefined) return { channel: { id: getChannel(slack, args.channel).id } };
    if (!args.users) throw new SlackRefusal("users_list_not_supplied");

    const { id, ids, isNew } = openDirect(slack, args.users);

    const full = { is_im: ids.length === 1, user: ids[0], context_team_id: slack.team.id };
    return {
      channel: { id, ...(args.return_im && full) },
      ...(!isNew && { no_op: true, already_open: true }),
    };
  },

  "conversations.history": (slack, raw) => {
    const args = parseOrRefuse(historySchema, raw, "invalid_arguments");
    const channel = getChannel(slack, args.channel).id;

    const found = slack.messages
      .filter((one) => one.channel === channel && one.thread_ts === undefined && isBetween(one.ts, args))
      .toReversed();

    return answer(slack, found, args);
  },

  "conversations.replies": (slack, raw) => {
    const args = parseOrRefuse(repliesSchema, raw, "invalid_arguments");
    const channel = getChannel(slack, args.channel).id;
    const thread = threadOf(slack, channel, args.ts);
    if (thread[0]?.ts !== args.ts) throw new SlackRefusal("thread_not_found");

    return answer(
      slack,
      thread.filter((one, index) => index === 0 || isBetween(one.ts, args)),
      args,
    );
  },

  "conversations.info": (slack, raw) => {
    const { channel: id } = parseOrRefuse(z.object({ channel: z.string().min(1) }), raw, "invalid_arguments");
    const channel = slack.channels.get(id);
    if (!channel) throw new SlackRefusal("channel_not_found");
    return {
      channel: {
        id,
        name: channel.name,
        is_channel: channel.im === undefined,
        is_im: channel.im?.length === 1,
        is_mpim: (channel.im?.length ?? 0) > 1,
        is_private: channel.is_private ?? channel.im !== undefined,
        is_archived: channel.is_archived ?? false,
        is_member: channel.bot_is_member ?? true,
        context_team_id: slack.team.id,
        ...(channel.im?.length === 1 && { user: channel.im[0] }),
      },
    };
  },
};
