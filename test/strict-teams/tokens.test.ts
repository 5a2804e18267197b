import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from "botbuilder";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { acmeTeamsPeople } from "../support/strict-teams/acme-teams.ts";
import type { TokenKind } from "../support/strict-teams/tokens.ts";
import { appId, appPassword, type Organization, startOrganization } from "./start-organization.ts";

const { dana } = acmeTeamsPeople;
let place: Organization;
let stopBot: () => void;
const heard: string[] = [];

/** Microsoft's own adapter as it comes, with our keys in the place of theirs. */
beforeAll(async () => {
  place = await startOrganization();
  await place.teams.install(dana.id, dana.id);
  const { channelOpenId, directoryOpenId } = place.teams.endpoints;
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: appId,
      MicrosoftAppPassword: appPassword,
      ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
      ToChannelFromBotOAuthScope: "https://api.botframework.com",
      ToBotFromChannelTokenIssuer: "https://api.botframework.com",
      ToBotFromChannelOpenIdMetadataUrl: channelOpenId,
      ToBotFromEmulatorOpenIdMetadataUrl: directoryOpenId,
    } as never),
  );
  const server = createServer(async (request, response) => {
    const headers = { authorization: request.headers.authorization ?? "" };
    const answer = {
      socket: undefined,
      status: (code: number) => {
        response.statusCode = code;
      },
      header: () => answer,
      send: (body: unknown) => response.write(typeof body === "string" ? body : JSON.stringify(body)),
      end: () => response.end(),
    };
    await adapter.process(
      { method: "POST", headers, body: await json(request) } as never,
      answer as never,
      async (turn) => void heard.push(turn.activity.text),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  place.teams.setBotUrl(`http://127.0.0.1:${(server.address() as { port: number }).port}/`);
  stopBot = () => {
    server.closeAllConnections();
    server.close();
  };
  // It writes what it refuses to the console.
  for (const level of ["error", "warn"] as const) vi.spyOn(console, level).mockImplementation(() => {});
});

afterAll(async () => {
  vi.restoreAllMocks();
  stopBot();
  await place.stop();
});

const message = () => ({
  ...place.teams.sent()[0],
  type: "message",
  text: "hello",
});

it("makes a token that Microsoft's adapter takes", async () => {
  const { status } = await place.teams.deliver(message());

  expect(status).toBe(200);
  expect(heard).toEqual(["hello"]);
});

it.each<TokenKind>([
  "missing",
  "not-a-token",
  "unsigned",
  "forged-key",
  "unknown-key",
  "expired",
  "not-yet-valid",
  "wrong-audience",
  "wrong-issuer",
  "other-service",
  "other-channel",
])("makes a token that Microsoft's adapter does not take: %s", async (kind) => {
  const before = heard.length;

  const { status } = await place.teams.deliver(message(), kind);

  // A wrong key is a 500 in it, and so is whatever its JWT library throws.
  expect([401, 500]).toContain(status);
  expect(heard).toHaveLength(before);
});

it("makes the tokens of the directory, which Microsoft's adapter takes although no channel has sent them", async () => {
  const activity = { ...message(), serviceUrl: "http://somebody-else.example/" };

  const forBot = await place.teams.deliver(activity, "bot-path");
  const forConnector = await place.teams.deliver(activity, "emulator-path");

  expect(forBot.status).toBe(200);
  // Past the check of the token; it only stumbles over the audience when it looks for the password.
  expect(forConnector).toMatchObject({ status: 500, body: "Invalid appId." });
});
