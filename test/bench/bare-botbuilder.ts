import {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Response,
} from "botbuilder";

interface GatewayEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The least that a bot on Lambda can be: an echo, by botbuilder's own example. */
const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: process.env.TEAMS_APP_ID ?? "",
    MicrosoftAppPassword: process.env.TEAMS_APP_PASSWORD ?? "",
    MicrosoftAppTenantId: process.env.TEAMS_TENANT_IDS ?? "",
    MicrosoftAppType: "SingleTenant",
  }),
);
const bot = new ActivityHandler();
bot.onMessage(async (turn, next) => {
  await turn.sendActivity(`Echo: ${turn.activity.text}`);
  await next();
});

export const handler = async ({ headers, body }: GatewayEvent) => {
  let statusCode = 200;
  let said = "";
  const response: Response = {
    socket: undefined,
    header: () => {},
    status: (code) => {
      statusCode = code;
    },
    send: (text) => {
      said = typeof text === "string" ? text : JSON.stringify(text);
    },
    end: () => {},
  };
  await adapter.process({ method: "POST", headers, body: JSON.parse(body) }, response, (turn) =>
    bot.run(turn),
  );
  return { statusCode, body: said };
};
