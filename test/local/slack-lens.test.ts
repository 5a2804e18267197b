import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { findFreePort } from "../../src/local/parts/free-port.ts";
import { startSlackLens } from "../../src/local/slack-lens.ts";

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const json = { "content-type": "application/json; charset=utf-8" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const token = "<!date^1795218427^{date_short_pretty} {time}|2026-11-20 23:47 UTC>";
const linked = "<!date^1795218427^{date}^https://acme.example/?a=1&b=2|then>";
/** What other tools stumble over. */
const oddities =
  '🐘 a&b=c+d 100% Zürich “x” <@U0DANA> <https://a.example|link> \\ "q" \u2028 &lt;!date^1^x|y&gt;';

async function startEnd() {
  const received: Received[] = [];
  let answer: Answer = {};
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    received.push({ method, url, headers, body: await buffer(request) });
    response.writeHead(answer.status ?? 200, answer.headers ?? {}).end(answer.body ?? "");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${port}`,
    answerWith: (next: Answer) => {
      answer = next;
    },
    last: () => {
      const last = received.at(-1);
      if (!last) throw new Error("nothing came");
      return last;
    },
  };
}

async function startLens() {
  const [slack, bot] = await Promise.all([startEnd(), startEnd()]);
  const lens = await startSlackLens(0);
  onTestFinished(() => lens.stop());
  lens.aimAtSlack(`${slack.url}/api/`);
  lens.aimAtBot(`${bot.url}/slack/events`);
  return { lens, slack, bot };
}

describe("what the bot calls", () => {
  test("date tokens in a form, and in the blocks within, become their fallbacks; all else stays", async () => {
    const { lens, slack } = await startLens();
    const blocks = [{ type: "section", text: { type: "mrkdwn", text: `${oddities} ${token}, ${linked}` } }];
    const fields = { channel: "C1", text: `Due ${token}. ${oddities}`, blocks: JSON.stringify(blocks) };

    await fetch(`${lens.apiUrl}chat.postMessage`, { method: "POST", body: new URLSearchParams(fields) });

    const {
      channel,
      text,
      blocks: seen,
    } = Object.fromEntries(new URLSearchParams(slack.last().body.toString()));
    expect({ channel, text }).toEqual({ channel: "C1", text: `Due 2026-11-20 23:47 UTC. ${oddities}` });
    expect(JSON.parse(seen ?? "")).toEqual([
      { type: "section", text: { type: "mrkdwn", text: `${oddities} 2026-11-20 23:47 UTC, then` } },
    ]);
  });

  test("date tokens in JSON become their fallbacks; all else stays", async () => {
    const { lens, slack } = await startLens();
    const body = {
      text: `${oddities} ${token}`,
      deep: [{ empty: "", number: 1.5, none: null, text: linked }],
    };

    await fetch(`${lens.apiUrl}views.open`, { method: "POST", headers: json, body: JSON.stringify(body) });

    expect(JSON.parse(slack.last().body.toString())).toEqual({
      text: `${oddities} 2026-11-20 23:47 UTC`,
      deep: [{ empty: "", number: 1.5, none: null, text: "then" }],
    });
  });

  test("method, path, query and headers arrive as they were", async () => {
    const { lens, slack } = await startLens();

    await fetch(`${lens.apiUrl}conversations.history?channel=C1&cursor=a%2Bb%3D`, {
      headers: { authorization: "Bearer xoxb-1", "user-agent": "bolt" },
    });

    const { method, url, headers } = slack.last();
    expect({ method, url }).toEqual({
      method: "GET",
      url: "/api/conversations.history?channel=C1&cursor=a%2Bb%3D",
    });
    expect(headers).toMatchObject({ authorization: "Bearer xoxb-1", "user-agent": "bolt" });
  });

  test("bytes that are neither form nor JSON stay the same", async () => {
    const { lens, slack } = await startLens();
    const bytes = Buffer.concat([Buffer.from([0, 255, 254, 128]), Buffer.from(token)]);
    const headers = { "content-type": "application/octet-stream" };

    await fetch(`${lens.apiUrl}files.upload`, { method: "POST", headers, body: new Uint8Array(bytes) });

    expect(slack.last().body).toEqual(bytes);
  });

  test("Slack's answer comes back untouched, with its status and headers", async () => {
    const { lens, slack } = await startLens();
    slack.answerWith({ status: 429, headers: { ...json, "retry-after": "7" }, body: `{"x":"${token}"}` });

    const answer = await fetch(`${lens.apiUrl}chat.update`, { method: "POST", headers: json, body: "{}" });

    expect(answer.status).toBe(429);
    expect(Object.fromEntries(answer.headers)).toMatchObject({ ...json, "retry-after": "7" });
    expect(await answer.text()).toBe(`{"x":"${token}"}`);
  });
});

describe("what Slack sends to the bot", () => {
  test("arrives byte for byte, date tokens too, so that its signature holds", async () => {
    const { lens, bot } = await startLens();
    const body = `payload=${encodeURIComponent(oddities)}+x%20y&text=${encodeURIComponent(token)}&raw=<!date^1^x|y>`;
    const signed = { "x-slack-signature": "v0=abc", "x-slack-request-timestamp": "1795218427" };

    await fetch(lens.botUrl, { method: "POST", headers: { ...form, ...signed }, body });

    const { method, url, headers, body: arrived } = bot.last();
    expect({ method, url }).toEqual({ method: "POST", url: "/slack/events" });
    expect(headers).toMatchObject({ ...form, ...signed });
    expect(arrived.toString()).toBe(body);
  });

  test("is answered with the bot's words, its date tokens as their fallbacks", async () => {
    const { lens, bot } = await startLens();
    bot.answerWith({ headers: json, body: JSON.stringify({ text: `${oddities} until ${token}` }) });

    const answer = await fetch(lens.botUrl, { method: "POST", headers: form, body: "command=x" });

    expect(await answer.json()).toEqual({ text: `${oddities} until 2026-11-20 23:47 UTC` });
  });

  test.each([401, 404, 500])("is answered with the bot's own %d", async (status) => {
    const { lens, bot } = await startLens();
    bot.answerWith({ status, headers: json, body: '{"error":"no"}' });

    const answer = await fetch(lens.botUrl, { method: "POST", headers: form, body: "command=x" });

    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: "no" });
  });
});

describe("where nobody answers", () => {
  test("502 says so, to either side", async () => {
    const { lens } = await startLens();
    const nobody = `http://127.0.0.1:${await findFreePort(0)}`;
    lens.aimAtSlack(`${nobody}/api/`);
    lens.aimAtBot(`${nobody}/slack/events`);

    const [called, sent] = await Promise.all([
      fetch(`${lens.apiUrl}auth.test`, { method: "POST" }),
      fetch(lens.botUrl, { method: "POST" }),
    ]);

    expect([called.status, sent.status]).toEqual([502, 502]);
  });

  test("502 says that the bot is not connected yet", async () => {
    const lens = await startSlackLens(0);
    onTestFinished(() => lens.stop());

    const answer = await fetch(lens.botUrl, { method: "POST", body: "command=x" });

    expect(answer.status).toBe(502);
  });
});
