import { cloudWatchAlarmSchema } from "../adapters/queue/cloudwatch-alarm.ts";
import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeSlackChat } from "../adapters/slack/slack-chat.ts";
import { makeSlackClient } from "../adapters/slack/slack-client.ts";
import { makeAccessToken } from "../adapters/teams/access-token.ts";
import { chatFoundLater, makeNotifierChat } from "../adapters/teams/notifier-chat.ts";
import { type AlarmPlace, makeAnnounceAlarm } from "../app/announce/announce-alarm.ts";
import { readConfig } from "../config.ts";
import { makeLog, reportTo } from "../log.ts";
import { rebuiltFor } from "../wiring/rebuilt-for.ts";
import type { TeamsBot } from "../wiring/teams-bot.ts";
import { wireSlackSecret, wireTeamsBot } from "../wiring/wire-secrets.ts";
import { systemClock, wireAlarms, wireConversations, wirePolicy } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "notify-operations");
const { operations_channel: channels = {} } = wirePolicy(config);

const announceAlarm = makeAnnounceAlarm({
  ...wireAlarms(config),
  ...systemClock,
  places: [...slackPlaces(), ...teamsPlaces()],
  leaseSeconds: config.deliveryLeaseSeconds,
  runbooksUrl: config.runbooksUrl,
});

const messageSchema = cloudWatchAlarmSchema.transform((change) => ({ requestId: undefined, change }));

/** Alarms from CloudWatch: shows them in the policy's operations channel, in Slack, in Teams, or in both. */
export const handler = makeQueueHandler(
  messageSchema,
  async ({ change }) => {
    const { alarm, state, reason } = change;
    log.info({ alarm, state, reason }, "an alarm has changed");
    if (Object.keys(channels).length === 0) log.warn({ alarm }, "the policy names no operations_channel");
    await announceAlarm(change);
  },
  reportTo(log),
);

function slackPlaces(): readonly AlarmPlace[] {
  if (channels.slack === undefined) return [];
  const { apiUrl } = config.slack;
  const chat = makeSlackChat(makeSlackClient({ secret: wireSlackSecret(config, log), apiUrl, log }));
  return [{ surface: "slack", channel: channels.slack, chat }];
}

/** Its secret is read when something is to be shown there: while it cannot be, Slack is told all the same. */
function teamsPlaces(): readonly AlarmPlace[] {
  if (channels.teams === undefined) return [];
  const secret = wireTeamsBot(config, log);
  const conversations = wireConversations(config);
  const chatOf = rebuiltFor((found: TeamsBot | undefined) => {
    const bot = found && { ...found, accessToken: makeAccessToken(secret, systemClock.now) };
    return makeNotifierChat({ ...conversations, ...systemClock, bot });
  });
  const chat = chatFoundLater(async () => chatOf((await secret.read())?.current));
  return [{ surface: "teams", channel: channels.teams, chat }];
}
