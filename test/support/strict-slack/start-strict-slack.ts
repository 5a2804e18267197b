import { addMessage } from "./chat-methods.ts";
import { type Driver, makeDriver } from "./driver.ts";
import { type Fault, makeFaults } from "./faults.ts";
import { makeRequestSender } from "./request-sender.ts";
import { listen } from "./server.ts";
import { type SignatureOptions, signedHeaders } from "./signing.ts";
import { findMessage, makeWorkspace, threadOf, type Workspace, type WorkspaceOptions } from "./workspace.ts";
import type { Call, Ephemeral, Failure, Message, SlackView } from "./workspace-records.ts";

export type StrictSlackOptions = WorkspaceOptions & {
  readonly signingSecret: string;
  readonly botToken: string;
  /** Where commands and interactions go; can be set later. */
  readonly requestUrl?: string;
  /** How long the app may take to answer, in milliseconds; Slack's three seconds where not given. */
  readonly ackLimitMs?: number;
};

export type StrictSlack = Driver & {
  /** The Web API's base URL, for `slackApiUrl`. */
  readonly url: string;
  readonly team: Workspace["team"];
  readonly bot: Workspace["bot"];
  /** Everything posted in the channel, replies too, oldest first. */
  readonly messages: (channel: string) => readonly Message[];
  readonly message: (channel: string, ts: string) => Message | undefined;
  /** The message a thread starts with, then its replies. */
  readonly thread: (channel: string, ts: string) => readonly Message[];
  readonly ephemerals: () => readonly Ephemeral[];
  /** The views open now, the one on top last. */
  readonly views: () => readonly SlackView[];
  readonly calls: (method?: string) => readonly Call[];
  /** Every broken rule so far; planned faults are not among them, nor is a lookup that finds nobody. */
  readonly failures: () => readonly Failure[];
  readonly fail: (fault: Fault) => void;
  /** The headers Slack would send with this body. */
  readonly sign: (body: string, options?: SignatureOptions) => Readonly<Record<string, string>>;
  /** A person writes a message; its ts. */
  readonly say: (said: {
    readonly user: string;
    readonly channel: string;
    readonly text: string;
    readonly threadTs?: string;
  }) => string;
  readonly setRequestUrl: (url: string) => void;
  readonly stop: () => Promise<void>;
};

/** A Slack for tests that enforces Slack's rules: its Web API on 127.0.0.1, and the people who use it. */
export async function startStrictSlack(options: StrictSlackOptions): Promise<StrictSlack> {
  const slack = makeWorkspace(options);
  const faults = makeFaults();
  const { server, origin } = await listen({ slack, faults, botToken: options.botToken });
  let requestUrl = options.requestUrl;

  const sign: StrictSlack["sign"] = (body, { timestamp, secret } = {}) =>
    signedHeaders(body, secret ?? options.signingSecret, timestamp ?? Math.floor(slack.now() / 1000));
  const send = makeRequestSender({
    slack,
    sign,
    ackLimitMs: options.ackLimitMs ?? 3000,
    requestUrl: () => {
      if (requestUrl === undefined) throw new Error("no request URL set");
      return requestUrl;
    },
  });

  return {
    ...makeDriver(slack, send, origin),
    url: `${origin}/api/`,
    team: slack.team,
    bot: slack.bot,
    messages: (channel) => slack.messages.filter((message) => message.channel === channel),
    message: (channel, ts) => findMessage(slack, channel, ts),
    thread: (channel, ts) => threadOf(slack, channel, ts),
    ephemerals: () => slack.ephemerals,
    views: () => slack.views,
    calls: (method) => slack.calls.filter((call) => method === undefined || call.method === method),
    failures: () => [...slack.failures],
    fail: faults.add,
    sign,
    say: ({ user, channel, text, threadTs }) =>
      addMessage(slack, { channel, user, text, blocks: [] }, threadTs).ts,
    setRequestUrl: (url) => {
      requestUrl = url;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
