import { randomBytes } from "node:crypto";
import { SlackRefusal } from "./slack-refusal.ts";
import type {
  Call,
  Ephemeral,
  Failure,
  Message,
  ResponseUrl,
  SlackChannel,
  SlackUser,
  SlackView,
  Trigger,
} from "./workspace-records.ts";

export type Workspace = {
  readonly team: { readonly id: string; readonly domain: string; readonly name: string };
  readonly bot: {
    readonly id: string;
    readonly userId: string;
    readonly appId: string;
    readonly name: string;
  };
  readonly users: ReadonlyMap<string, SlackUser>;
  readonly channels: Map<string, SlackChannel & { readonly im?: readonly string[] }>;
  messages: readonly Message[];
  ephemerals: readonly Ephemeral[];
  views: readonly SlackView[];
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  readonly calls: Call[];
  readonly failures: Failure[];
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly nextTs: () => string;
};

export type WorkspaceOptions = {
  readonly users: readonly SlackUser[];
  readonly channels: readonly SlackChannel[];
  readonly now?: () => number;
};

/** An empty workspace with its people, its channels and one installed app. */
export function makeWorkspace({ users, channels, now = Date.now }: WorkspaceOptions): Workspace {
  const bot = { id: "B0STRICT01", userId: "U0STRICTBOT", appId: "A0STRICT01", name: "countersign" };
  const people = [{ id: bot.userId, name: bot.name, is_bot: true }, ...users];
  let lastMicros = 0;
  return {
    team: { id: "T0STRICT01", domain: "strict", name: "Strict" },
    bot,
    users: new Map(people.map((user) => [user.id, user])),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    messages: [],
    ephemerals: [],
    views: [],
    triggers: new Map(),
    responseUrls: new Map(),
    calls: [],
    failures: [],
    now,
    nextTs: () => {
      lastMicros = Math.max(now() * 1000, lastMicros + 1);
      return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, "0")}`;
    },
  };
}

/** An id as Slack makes them: a letter for the kind, then capitals and digits. */
export function makeId(prefix: string): string {
  return `${prefix}${randomBytes(5).toString("hex").toUpperCase()}`;
}

export function getUser(slack: Workspace, id: string): SlackUser {
  const user = slack.users.get(id);
  if (!user) throw new SlackRefusal("user_not_found");
  return user;
}

/** The channel, if the bot may see it: refused as Slack does where it does not exist or the bot is not in it. */
export function getChannel(slack: Workspace, id: string) {
  const channel = slack.channels.get(id);
  if (!channel) throw new SlackRefusal("channel_not_found");
  if (channel.bot_is_member === false) {
    throw new SlackRefusal(channel.is_private ? "channel_not_found" : "not_in_channel");
  }
  return channel;
}

export function findMessage(slack: Workspace, channel: string, ts: string): Message | undefined {
  return slack.messages.find((message) => message.channel === channel && message.ts === ts);
}

/** The message a thread starts with, then its replies, oldest first. */
export function threadOf(slack: Workspace, channel: string, ts: string): readonly Message[] {
  return slack.messages.filter(
    (message) => message.channel === channel && (message.ts === ts || message.thread_ts === ts),
  );
}

export function replaceMessage(slack: Workspace, next: Message): void {
  slack.messages = slack.messages.map((message) =>
    message.channel === next.channel && message.ts === next.ts ? next : message,
  );
}
