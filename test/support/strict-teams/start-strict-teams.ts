import { type ActivitySender, makeActivitySender } from "./activity-sender.ts";
import { type Driver, makeDriver } from "./driver.ts";
import { type Fault, makeFaults } from "./faults.ts";
import { makeRateLimit } from "./rate-limit.ts";
import { listen } from "./server.ts";
import { findMessage, makeTenant, personalChatOf, type Tenant, type TenantOptions } from "./tenant.ts";
import type { Call, Dialog, Failure, Message } from "./tenant-records.ts";
import { makeTokens, type TokenKind } from "./tokens.ts";

export type StrictTeamsOptions = TenantOptions & {
  readonly appPassword: string;
  /** Where activities go; can be set later. */
  readonly botUrl?: string;
  /** How long the bot may take to answer, in milliseconds; five seconds where not given. */
  readonly answerLimitMs?: number;
  /** Puts something before the connector: given where that is, gives where the bot is to call it. */
  readonly behind?: (origin: string) => Promise<string>;
  /** Whether the connector counts the messages of a conversation; it does not where not given, as tests are quick. */
  readonly isRateLimited?: boolean;
};

export type StrictTeams = Driver &
  Pick<ActivitySender, "deliver" | "sent"> & {
    /** The connector's address, as activities name it. */
    readonly serviceUrl: string;
    /** The addresses that take the place of Microsoft's. */
    readonly endpoints: {
      readonly channelOpenId: string;
      readonly directoryOpenId: string;
      /** `https://login.microsoftonline.com` in life: `/{tenant}/oauth2/v2.0/token` follows. */
      readonly login: string;
    };
    readonly tenantId: string;
    readonly bot: Tenant["bot"];
    /** Everything posted in the channel or chat, replies too, oldest first. */
    readonly messages: (conversation: string) => readonly Message[];
    /** The message as it is now. */
    readonly message: (conversation: string, id: string) => Message | undefined;
    /** The message a thread starts with, then its replies. */
    readonly thread: (message: Message) => readonly Message[];
    readonly personalChatOf: (user: string) => string;
    readonly dialogOf: (user: string) => Dialog | undefined;
    readonly calls: (operation?: string) => readonly Call[];
    /** Every broken rule so far; planned faults are not among them, nor are misses that a bot has to expect. */
    readonly failures: () => readonly Failure[];
    readonly fail: (fault: Fault) => void;
    /** A person blocks the bot, as Teams lets them in their chat with it. */
    readonly block: (user: string) => void;
    /** Takes the app away without a word, as happens while the bot is down. */
    readonly removeSilently: (where: string) => void;
    /** The header of what the connector sends. */
    readonly authorizationOf: (kind: TokenKind) => Promise<string>;
    readonly setBotUrl: (url: string) => void;
    readonly stop: () => Promise<void>;
  };

/** A Teams for tests that enforces Teams' rules: connector, directory and keys on 127.0.0.1, and the people who use it. */
export async function startStrictTeams(options: StrictTeamsOptions): Promise<StrictTeams> {
  const tenant = makeTenant(options);
  const faults = makeFaults();
  const tokens = await makeTokens({ ...options, now: tenant.now });
  const secondsToWait = options.isRateLimited ? makeRateLimit(tenant.now) : () => undefined;
  const { server, origin } = await listen({ tenant, tokens, faults, secondsToWait });
  const outside = (await options.behind?.(origin)) ?? origin;
  const serviceUrl = `${outside}/teams/`;
  let botUrl = options.botUrl;

  const sender = makeActivitySender({
    tenant,
    tokens,
    serviceUrl,
    answerLimitMs: options.answerLimitMs ?? 5000,
    botUrl: () => {
      if (botUrl === undefined) throw new Error("no bot URL set");
      return botUrl;
    },
  });

  return {
    ...makeDriver(tenant, sender, serviceUrl),
    deliver: sender.deliver,
    sent: sender.sent,
    serviceUrl,
    endpoints: {
      channelOpenId: `${origin}/openid/channel`,
      directoryOpenId: `${origin}/openid/directory`,
      login: origin,
    },
    tenantId: tenant.id,
    bot: tenant.bot,
    messages: (conversation) => tenant.messages.filter((message) => message.conversation === conversation),
    message: (conversation, id) => findMessage(tenant, conversation, id),
    thread: ({ conversation, root, id }) => {
      const first = root ?? id;
      return tenant.messages.filter(
        (message) =>
          message.conversation === conversation && (message.id === first || message.root === first),
      );
    },
    personalChatOf: (user) => personalChatOf(tenant, user),
    dialogOf: (user) => tenant.dialogs.find((dialog) => dialog.user === user),
    calls: (operation) =>
      tenant.calls.filter((call) => operation === undefined || call.operation === operation),
    failures: () => [...tenant.failures],
    fail: faults.add,
    block: (user) => void tenant.blocked.add(user),
    removeSilently: (where) => void tenant.installed.delete(where),
    authorizationOf: async (kind) => `Bearer ${await tokens.forActivity(kind, serviceUrl)}`,
    setBotUrl: (url) => {
      botUrl = url;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
