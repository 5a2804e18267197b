import { createHmac } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { botToken, type Door, openSlackDoor, signingSecret } from "../adapters/slack/open-slack-door.ts";
import { makeLogScanner } from "../support/log-scanner.ts";
import { olga, startWorkbench, type Workbench } from "../support/workbench.ts";
import { attack, patienceMs } from "./support/attack.ts";
import { hostileTexts } from "./support/hostile-values.ts";
import { toHttpEvent } from "./support/http-event.ts";
import { approval, payloadsOfOlga } from "./support/slack-payloads.ts";
import { spoilt } from "./support/spoilt.ts";
import { spoiltText } from "./support/spoilt-text.ts";
import { refusedActors, standingOf } from "./support/standing.ts";

const form = "application/x-www-form-urlencoded";
const types = [
  form,
  `${form}; charset=utf-8`,
  "application/json",
  "APPLICATION/JSON",
  "text/plain",
  "multipart/form-data",
  "",
];

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

interface Sent {
  readonly body: string;
  readonly type: string;
  readonly isBase64: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

type Answer = Awaited<ReturnType<Door["handler"]>>;

const call = (door: Door, { body, type, isBase64, headers }: Sent) =>
  door.handler(
    toHttpEvent({
      path: "/slack/events",
      body,
      isBase64,
      headers: { "content-type": type, ...headers },
    }) as APIGatewayProxyEventV2,
  );

/** As Slack signs them. */
function signature(body: string, { secret = signingSecret, secondsOff = 0 } = {}) {
  const timestamp = String(Math.floor(Date.now() / 1000) + secondsOff);
  const digest = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": timestamp, "x-slack-signature": `v0=${digest}` };
}

function formOf(payload: unknown): string {
  const isCommand = typeof payload === "object" && payload !== null && "command" in payload;
  if (!isCommand) return new URLSearchParams({ payload: JSON.stringify(payload) ?? "" }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([name, value]) => [name, String(asText(value))] as [string, string]),
  ).toString();
}

const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** An approval by one who may, with a signature that Slack has not made of it just now. */
function forged(body: string): fc.Arbitrary<Sent> {
  const good = signature(body);
  const { "x-slack-signature": right } = good;
  const headers = fc.oneof(
    fc.constantFrom<Readonly<Record<string, string>>>(
      {},
      { "x-slack-signature": right },
      { ...good, "x-slack-signature": right.toUpperCase() },
      { ...good, "x-slack-signature": right.slice(0, -1) },
      { ...good, "x-slack-signature": right.replace("v0=", "v1=") },
      { ...good, "x-slack-signature": `${right},${right}` },
      { ...good, "x-slack-request-timestamp": "1" },
      { ...good, "x-slack-request-timestamp": "99999999999999999999" },
      { ...good, "x-slack-request-timestamp": `${good["x-slack-request-timestamp"]}.0` },
      signature(body, { secondsOff: -301 - 60 }),
      signature(body, { secondsOff: 301 + 60 }),
      signature(body, { secret: botToken }),
      signature(body, { secret: "of-another-app" }),
      signature(`${body}&x=1`),
      signature(""),
    ),
    fc.constantFrom(...hostileTexts).map((text) => ({ ...good, "x-slack-signature": text })),
    fc.constantFrom(...hostileTexts).map((text) => ({ ...good, "x-slack-request-timestamp": text })),
  );
  return fc.record({
    body: fc.constant(body),
    type: fc.constantFrom(...types),
    isBase64: fc.boolean(),
    headers,
  });
}

function openDoor() {
  const scanner = makeLogScanner();
  scanner.watch("the bot's token", botToken);
  scanner.watch("the signing secret", signingSecret);
  return { scanner, opening: openSlackDoor(bench, { log: scanner.logOf("slack") }) };
}

const posts = (door: Door) =>
  ["chat.postMessage", "chat.update", "chat.delete"].flatMap((method) => door.slack.calls(method)).length;

test(
  "1,000 approvals that Slack has not signed: each is turned away before anything is read",
  async () => {
    const { scanner, opening } = openDoor();
    const door = await opening;
    const { request } = await door.ask();
    const body = formOf(approval(door, request));
    const before = await standingOf(bench);
    door.storeCalls.length = 0;

    await attack<Sent, Answer>({
      inputs: forged(body),
      runs: 1000,
      send: (sent) => call(door, sent),
      complaint: ({ statusCode }) => (statusCode === 401 ? undefined : `was answered ${statusCode}`),
    });

    expect(door.storeCalls).toEqual([]);
    expect(await standingOf(bench)).toEqual(before);
    expect(scanner.leaks()).toEqual([]);
    const signed = await call(door, { body, type: form, isBase64: false, headers: signature(body) });
    expect([signed.statusCode, await door.eventKinds(request.id)]).toEqual([200, ["created", "approved"]]);
  },
  patienceMs,
);

test(
  "3,000 signed payloads of one who may do nothing: no 5xx, nothing changes, nothing is posted",
  async () => {
    const { scanner, opening } = openDoor();
    const door = await opening;
    const asked = await door.ask();
    const samples = payloadsOfOlga(door, asked);
    const { id, digest } = asked.request;
    const others = [
      id,
      digest,
      "T0OTHER",
      "U0NOBODY",
      "A0OTHER",
      "request_approve",
      "home_approve",
      "approve_request",
      "reject_request",
    ];
    const payload = spoilt(samples, others);
    const sent = (body: fc.Arbitrary<string>, type: fc.Arbitrary<string>) =>
      fc
        .record({ body, type, isBase64: fc.boolean() })
        .map((one) => ({ ...one, headers: signature(one.body) }));
    const inputs = fc.oneof(
      { weight: 8, arbitrary: sent(payload.map(formOf), fc.constant(form)) },
      { weight: 2, arbitrary: sent(fc.constantFrom(...samples).map(formOf), fc.constantFrom(...types)) },
      {
        weight: 2,
        arbitrary: sent(
          spoiltText(payload).map((text) => new URLSearchParams({ payload: text }).toString()),
          fc.constant(form),
        ),
      },
      { weight: 2, arbitrary: sent(spoiltText(payload), fc.constantFrom(...types)) },
    );
    const before = await standingOf(bench);
    const posted = posts(door);
    const statuses = new Set<number | undefined>();

    await attack<Sent, Answer>({
      inputs,
      runs: 3000,
      send: (one) => call(door, one),
      complaint: ({ statusCode = 0, body = "" }) => {
        statuses.add(statusCode);
        return [200, 400, 404].includes(statusCode)
          ? undefined
          : `was answered ${statusCode} ${body.slice(0, 200)}`;
      },
    });

    expect(await standingOf(bench)).toEqual(before);
    expect(await refusedActors(bench)).toEqual(new Set([olga.id]));
    expect(posts(door)).toBe(posted);
    expect(statuses).toEqual(new Set([200, 400, 404]));
    expect(scanner.leaks()).toEqual([]);
  },
  patienceMs,
);
