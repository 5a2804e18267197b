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

const channelIssuer = "https://api.botframework.com";
const {
  TEAMS_APP_ID: appId = "",
  TEAMS_APP_PASSWORD: password = "",
  TEAMS_TENANT_IDS: tenant = "",
  TEAMS_OPENID_URL: openIdUrl,
} = process.env;

/** The least that a bot on Lambda can be: it echoes what is written, and takes every press without a look at it. */
const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: appId,
    MicrosoftAppPassword: password,
    MicrosoftAppTenantId: tenant,
    MicrosoftAppType: "SingleTenant",
    // All of them: where it is given one, botbuilder takes those that are missing as empty.
    ...(openIdUrl !== undefined && {
      ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
      ToChannelFromBotOAuthScope: channelIssuer,
      ToBotFromChannelTokenIssuer: channelIssuer,
      OAuthUrl: channelIssuer,
      ToBotFromChannelOpenIdMetadataUrl: openIdUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: openIdUrl,
      CallerId: "urn:botframework:azure",
    }),
  }),
);

class Echo extends ActivityHandler {
  protected override async onAdaptiveCardInvoke() {
    return { statusCode: 200, type: "application/vnd.microsoft.activity.message", value: {} };
  }
}

const bot = new Echo();
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
