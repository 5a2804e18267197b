import { cloudWatchAlarmSchema } from "../adapters/queue/cloudwatch-alarm.ts";
import { makeQueueHandler } from "../adapters/queue/queue-handler.ts";
import { makeSlackChat } from "../adapters/slack/slack-chat.ts";
import { makeSlackClient } from "../adapters/slack/slack-client.ts";
import { makeAccessToken } from "../adapters/teams/access-token.ts";
import { makeNotifierChat } from "../adapters/teams/notifier-chat.ts";
import { type AlarmPlace, makeAnnounceAlarm } from "../app/announce/announce-alarm.ts";
import { type Config, readConfig, required } from "../config.ts";
import { findTeamsBot } from "../find-teams-bot.ts";
import { makeLog, reportTo } from "../log.ts";
import { systemClock, wireAlarms, wireConversations, wirePolicy } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "notify-operations");
const { operations_channel: channels = {} } = wirePolicy(config);
const announce = makeAnnounceAlarm({
  ...wireAlarms(config),
  ...systemClock,
  places: [...slackPlaces(config), ...teamsPlaces(config)],
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
    await announce(change);
  },
  reportTo(log),
);

function slackPlaces({ slack }: Config): readonly AlarmPlace[] {
  if (channels.slack === undefined) return [];
  const botToken = required(slack.botToken, "SLACK_BOT_TOKEN");
  const chat = makeSlackChat(makeSlackClient({ botToken, apiUrl: slack.apiUrl, log }));
  return [{ surface: "slack", channel: channels.slack, chat }];
}

function teamsPlaces(settings: Config): readonly AlarmPlace[] {
  if (channels.teams === undefined) return [];
  const found = findTeamsBot(settings);
  const bot = found && { ...found, accessToken: makeAccessToken(found.credentials, systemClock.now) };
  const chat = makeNotifierChat({ ...wireConversations(settings), ...systemClock, bot });
  return [{ surface: "teams", channel: channels.teams, chat }];
}
