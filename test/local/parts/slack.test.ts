import { createHmac } from "node:crypto";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { startSlack } from "../../../src/local/parts/slack.ts";
import { openSlackSecrets } from "../../../src/local/parts/slack-secrets.ts";
import { acmeChannels, acmePeople, acmeWorkspace } from "../../../src/local/parts/workspace.ts";
import { occupyPort } from "./busy-port.ts";
import { makeTempFolder } from "./temp-folder.ts";

async function start({ requestUrl = "http://127.0.0.1:9/slack", port = 0 } = {}) {
  const folder = await makeTempFolder();
  const secrets = await openSlackSecrets(folder);
  const configFile = join(folder, "slack.yaml");
  const part = await startSlack({ port, configFile, workspace: acmeWorkspace(requestUrl, secrets) });
  onTestFinished(() => part.stop());
  const call = async (method: string, args: object = {}) => {
    const response = await fetch(`${part.url}/api/${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${secrets.botToken}`, "content-type": "application/json" },
      body: JSON.stringify(args),
    });
    return response.json();
  };
  return { part, call, secrets, configFile };
}

async function startBot() {
  const requests: { headers: IncomingMessage["headers"]; body: string }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ headers: request.headers, body: await text(request) });
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return { requests, url: `http://127.0.0.1:${address.port}/slack` };
}

test("the bot's token signs in as Countersign of Acme", async () => {
  const { call } = await start();

  const answer = await call("auth.test");

  expect(answer).toMatchObject({ ok: true, team: "Acme", team_id: "T0ACME", user_id: "U0COUNTERSIGN" });
});

test("people have e-mail addresses of acme.example and are in every channel with the bot", async () => {
  const { call } = await start();

  const dana = await call("users.info", { user: acmePeople.dana.id });
  const members = await Promise.all(
    Object.values(acmeChannels).map(({ id }) => call("conversations.members", { channel: id })),
  );

  expect(dana).toMatchObject({ user: { profile: { email: "dana.reyes@acme.example" } } });
  for (const answer of members) {
    expect(answer).toMatchObject({
      members: ["U0COUNTERSIGN", "U0DANA", "U0PRIYA", "U0TOM", "U0LENA", "U0MARCO", "U0OLGA"],
    });
  }
});

test("what the bot posts in a thread is read back with its blocks", async () => {
  const { call } = await start();
  const channel = acmeChannels.approvals.id;
  const blocks = [{ type: "section", block_id: "b", text: { type: "mrkdwn", text: "*hello*" } }];
  const parent = await call("chat.postMessage", { channel, text: "parent" });
  const { ts } = parent as { ts: string };

  await call("chat.postMessage", { channel, text: "reply", thread_ts: ts, blocks });

  expect(await call("conversations.replies", { channel, ts })).toMatchObject({
    messages: [
      { text: "parent", reply_count: 1 },
      { text: "reply", thread_ts: ts, blocks },
    ],
  });
});

test("a slash command reaches the bot signed with the workspace's secret", async () => {
  const bot = await startBot();
  const { part, secrets } = await start({ requestUrl: bot.url });

  await fetch(`${part.url}/_control/command`, {
    method: "POST",
    body: JSON.stringify({ user: "U0DANA", channel: "C0DBPROD", command: "/rds-request", text: "snapshot" }),
  });

  const [request] = bot.requests;
  const time = String(request?.headers["x-slack-request-timestamp"]);
  const mac = createHmac("sha256", secrets.signingSecret).update(`v0:${time}:${request?.body}`).digest("hex");
  expect(request?.headers["x-slack-signature"]).toBe(`v0=${mac}`);
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toMatchObject({
    command: "/rds-request",
    text: "snapshot",
    user_id: "U0DANA",
    team_id: "T0ACME",
    channel_name: "db-production",
  });
});

test("the page is served", async () => {
  const { part } = await start();

  const page = await fetch(part.url);

  expect(page.headers.get("content-type")).toContain("text/html");
});

test("the config with its secrets is readable for the owner alone", async () => {
  const { configFile, secrets } = await start();

  const { mode } = await stat(configFile);

  expect(mode & 0o777).toBe(0o600);
  expect(await readFile(configFile, "utf8")).toContain(secrets.botToken);
});

test("the next port is taken when the preferred one is busy", async () => {
  const busy = await occupyPort("127.0.0.1");

  const { part } = await start({ port: busy });

  expect(Number(new URL(part.url).port)).toBeGreaterThan(busy);
});

test("after stop nothing answers any more", async () => {
  const { part } = await start();

  await part.stop();

  await expect(fetch(part.url)).rejects.toThrow();
});
