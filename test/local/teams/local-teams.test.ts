import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeAccessToken } from "../../../src/adapters/teams/access-token.ts";
import { makeBotFrameworkGate } from "../../../src/adapters/teams/bot-framework-gate.ts";
import { readActivity } from "../../../src/adapters/teams/read-activity.ts";
import { givenSecret } from "../../../src/app/secrets/given-secret.ts";
import { teamsSecretSchema } from "../../../src/app/secrets/teams-secret.ts";
import { acmeTenant } from "../../../src/local/teams/acme-tenant.ts";
import { type LocalTeams, startLocalTeams } from "../../../src/local/teams/local-teams.ts";

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: an activity is looked at, not computed with
  readonly body: any;
}

const { owner, channel, personalChat } = acmeTenant;
const [, priya] = acmeTenant.members;
const log = { info: () => {}, warn: () => {}, error: () => {} };
const stops: (() => void)[] = [];
let teams: LocalTeams;
let bot: readonly Received[];
let client: readonly Received[];
let answerOfBot: object;

beforeEach(async () => {
  answerOfBot = {};
  teams = await startLocalTeams(0);
  const heardByBot = await listen(() => answerOfBot);
  const heardByClient = await listen((count) => ({ id: `shown-${count}` }));
  teams.connect(heardByBot.url);
  await send("PUT", "/client", { url: heardByClient.url });
  ({ received: bot } = heardByBot);
  ({ received: client } = heardByClient);
});

afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await teams.stop();
});

/** A server that keeps what it gets. */
async function listen(answer: (count: number) => object) {
  const received: Received[] = [];
  const server = createServer(async (incoming, response) => {
    const raw = await text(incoming);
    const { method = "", url = "", headers } = incoming;
    received.push({ method, path: decodeURIComponent(url), headers, body: JSON.parse(raw) });
    response.end(JSON.stringify(answer(received.length)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as { port: number }).port}` };
}

async function send(method: string, path: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${teams.url}${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method !== "GET" && { body: JSON.stringify(body) }),
  });
  const said = await response.text();
  return { status: response.status, body: said.startsWith("{") ? JSON.parse(said) : said };
}

function activity(more: object = {}) {
  return {
    type: "message",
    text: "list",
    channelId: "msteams",
    serviceUrl: "http://127.0.0.1:1/_connector",
    from: { id: owner.id },
    recipient: acmeTenant.bot,
    conversation: { id: channel.id, tenantId: acmeTenant.id, conversationType: "channel" },
    channelData: { tenant: { id: acmeTenant.id } },
    ...more,
  };
}

const installation = (id: string) =>
  send(
    "POST",
    "/api/messages",
    activity({ type: "installationUpdate", action: "add", conversation: { id } }),
  );

/** A call of the bot's, with its token. */
async function callOfBot(method: string, path: string, body: object = {}) {
  const { TEAMS_LOGIN_URL: loginUrl } = teams.environment;
  const { appId, appPassword: password, tenantIds } = teamsSecretSchema.parse(teams.secret);
  const credentials = { appId, password, tenant: tenantIds[0] ?? "", loginUrl };
  const token = await makeAccessToken(givenSecret({ credentials }), () => new Date())();
  return send(method, `/_connector/v3/conversations${path}`, body, { authorization: `Bearer ${token}` });
}

const post = (body: object) => callOfBot("POST", `/${encodeURIComponent(channel.id)}/activities`, body);

describe("what people do", () => {
  test("comes to the bot signed, so that the gate of production lets it in, and nothing else", async () => {
    await send("POST", "/api/messages", activity());
    const [got] = bot;
    const gate = makeBotFrameworkGate({
      appId: acmeTenant.appId,
      tenantIds: [acmeTenant.id],
      openIdUrl: teams.environment.TEAMS_OPENID_URL,
      now: () => new Date(),
      log,
    });
    const arrived = readActivity(JSON.stringify(got?.body));
    if (!got || !arrived) throw new Error("the bot got nothing");
    const authorization = got.headers.authorization ?? "";

    const admitted = await gate.admit(authorization, arrived);
    const forged = await gate.admit(`${authorization.slice(0, -8)}AAAAAAAA`, arrived);

    expect([admitted.ok, forged.ok]).toEqual([true, false]);
    expect(got.body.serviceUrl).toBe(`${teams.url}/_connector`);
  });

  test("counts as done by whom the page acts as", async () => {
    await send("PUT", "/act-as", { id: priya?.id });

    await send("POST", "/api/messages", activity());

    expect(bot[0]?.body.from).toMatchObject({ id: priya?.id, aadObjectId: priya?.aadObjectId });
  });

  test("is taken from no page of another site, and under no name but this machine's", async () => {
    const simple = await send("POST", "/api/messages", activity(), { "content-type": "text/plain" });
    const rebound = await new Promise<number | undefined>((resolve) => {
      const headers = { host: "evil.example", "content-type": "application/json" };
      const asked = request(`${teams.url}/api/messages`, { method: "POST", headers });
      asked.on("response", ({ statusCode }) => resolve(statusCode)).end(JSON.stringify(activity()));
    });

    expect([simple.status, rebound]).toEqual([415, 403]);
    expect(bot).toEqual([]);
  });
});

describe("what the bot posts", () => {
  test("is shown in the client, edited in it, and answered in its thread", async () => {
    const { body } = await post({ type: "message", text: "one" });
    await callOfBot("PUT", `/${encodeURIComponent(channel.id)}/activities/${body.id}`, { text: "two" });
    await callOfBot("POST", `/${encodeURIComponent(`${channel.id};messageid=${body.id}`)}/activities`, {
      text: "three",
    });

    const base = `/_connector/v3/conversations/${channel.id}`;
    expect(client.map(({ method, path, body: sent }) => `${method} ${path} ${sent.text}`)).toEqual([
      `POST ${base}/activities one`,
      `PUT ${base}/activities/shown-1 two`,
      `POST ${base};messageid=shown-1/activities three`,
    ]);
  });

  test("is taken while no client is open, and shown once one is and somebody looks", async () => {
    await send("DELETE", "/client", {});
    const { status } = await post({ type: "message", text: "early" });
    const other = await listen((count) => ({ id: `later-${count}` }));
    await send("PUT", "/client", { url: other.url });

    await installation(channel.id);

    expect(status).toBe(201);
    expect(other.received.map(({ body }) => body.text)).toEqual(["early"]);
  });

  test("is shown again in a page that was loaded anew, and not twice in one", async () => {
    await post({ type: "message", text: "one" });
    await installation(channel.id);
    const before = client.length;
    await installation(personalChat.id);
    await installation(channel.id);

    expect([before, client.length]).toEqual([1, 2]);
    expect(bot.map(({ body }) => body.conversation.id)).toEqual([channel.id, personalChat.id]);
  });

  test("is shown as each person sees it, where its card is refreshed for them", async () => {
    const refresh = { action: { type: "Action.Execute", verb: "view" }, userIds: [priya?.id] };
    const attachment = {
      contentType: "application/vnd.microsoft.card.adaptive",
      content: { body: "all", refresh },
    };
    answerOfBot = { type: attachment.contentType, value: { body: "Priya's" } };
    await post({ type: "message", attachments: [attachment] });

    await send("PUT", "/act-as", { id: priya?.id });

    expect(client.map(({ body }) => body.attachments[0].content.body)).toEqual(["all", "Priya's"]);
    expect(bot[0]?.body).toMatchObject({
      name: "adaptiveCard/action",
      from: { id: priya?.id },
      value: { action: refresh.action, trigger: "automatic" },
    });
  });

  test("is refused without the bot's token, which only its password gives", async () => {
    const refused = await send("POST", `/_connector/v3/conversations/${channel.id}/activities`, {
      text: "no",
    });
    const guessed = await fetch(`${teams.url}/${acmeTenant.id}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({ client_id: acmeTenant.appId, client_secret: "guessed" }),
    });

    expect([refused.status, guessed.status]).toEqual([401, 401]);
    expect(client).toEqual([]);
  });
});

test("people are told as members, with the address that everybody knows them by", async () => {
  const member = await callOfBot("GET", `/${encodeURIComponent(channel.id)}/members/${priya?.id}`);
  const own = await callOfBot("POST", "", { members: [{ id: owner.id }] });
  const others = await callOfBot("POST", "", { members: [{ id: priya?.id }] });

  expect(member.body.email).toBe("priya.nair@acme.example");
  expect(own.body.id).toBe(personalChat.id);
  expect(others.body.id).not.toBe(personalChat.id);
});
