import { makeAccessToken } from "../adapters/teams/access-token.ts";
import { makeBotFrameworkGate } from "../adapters/teams/bot-framework-gate.ts";
import { makeTeamsHandler, type TeamsHandler } from "../adapters/teams/teams-handler.ts";
import { readConfig } from "../config.ts";
import { findTeamsBot } from "../find-teams-bot.ts";
import { makeLog } from "../log.ts";
import { systemClock, wireConversations, wireUseCases } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "teams");
const bot = findTeamsBot(config);

/** Everything Teams sends over HTTP: messages, presses, forms and searches. */
export const handler: TeamsHandler = bot
  ? makeTeamsHandler({
      ...wireUseCases(config),
      ...wireConversations(config),
      gate: makeBotFrameworkGate({ ...bot, ...systemClock, log }),
      accessToken: makeAccessToken(bot.credentials, systemClock.now),
      log,
    })
  : async () => {
      log.warn({}, "TEAMS_APP_ID is not set, so nothing from Teams is let in");
      return { statusCode: 503, body: "Teams is not set up here." };
    };
