import { makeAccessToken } from "../adapters/teams/access-token.ts";
import { makeBotFrameworkGate } from "../adapters/teams/bot-framework-gate.ts";
import { makeTeamsHandler, type TeamsHandler } from "../adapters/teams/teams-handler.ts";
import { readConfig } from "../config.ts";
import { makeLog } from "../log.ts";
import { rebuiltFor } from "../wiring/rebuilt-for.ts";
import type { TeamsBot } from "../wiring/teams-bot.ts";
import { wireTeamsBot } from "../wiring/wire-secrets.ts";
import { systemClock, wireConversations, wireUseCases } from "../wiring.ts";

const config = readConfig();
const log = makeLog(config.log, "teams");
const secret = wireTeamsBot(config, log);
const useCases = { ...wireUseCases(config), ...wireConversations(config) };

const handlerOf = rebuiltFor((bot: TeamsBot) =>
  makeTeamsHandler({
    ...useCases,
    gate: makeBotFrameworkGate({ ...bot, ...systemClock, log }),
    accessToken: makeAccessToken(secret, systemClock.now),
    log,
  }),
);

/** Everything Teams sends over HTTP: messages, presses, forms and searches. */
export const handler: TeamsHandler = async (event) => {
  try {
    const bot = await secret.read();
    if (bot) return await handlerOf(bot.current)(event);
    log.warn({}, "Teams' secret has no value, so nothing from Teams is let in");
  } catch (error) {
    log.error({ err: error }, "Teams' secret cannot be read, so nothing from Teams is let in");
  }
  return { statusCode: 503, body: "Teams is not set up here." };
};
