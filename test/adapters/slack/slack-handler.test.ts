import { createHmac } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { type Door, openSlackDoor, signingSecret } from "./open-slack-door.ts";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.stop());

const form = "application/x-www-form-urlencoded";

const helpForm = new URLSearchParams({
  command: "/rds-request",
  text: "help ä€😀",
  user_id: "U0DANA",
  team_id: "T0STRICT01",
  channel_id: "C0DBAPPROVE",
  trigger_id: "1.2.abc",
  response_url: "http://127.0.0.1:1/response/x",
}).toString();

const helpJson = JSON.stringify(Object.fromEntries([...new URLSearchParams(helpForm), ["text", "help"]]));

function interaction(payload: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

const click = { type: "block_actions", user: { id: "U0OLGA" }, actions: [{ action_id: "x" }] };
const visit = { type: "event_callback", event: { type: "app_home_opened", user: "U0OLGA" } };

interface Sent {
  readonly type?: string | undefined;
  readonly secret?: string;
  readonly secondsOff?: number;
  readonly signedBody?: string;
  readonly base64?: boolean;
  readonly headers?: Record<string, string>;
}

function eventOf(body: string, sent: Sent = {}): APIGatewayProxyEventV2 {
  const { type = form, secret = signingSecret, secondsOff = 0, signedBody = body, base64 = false } = sent;
  const timestamp = String(Math.floor(Date.now() / 1000) + secondsOff);
  const digest = createHmac("sha256", secret).update(`v0:${timestamp}:${signedBody}`).digest("hex");
  return {
    version: "2.0",
    routeKey: "POST /slack/events",
    rawPath: "/slack/events",
    rawQueryString: "",
    headers: sent.headers ?? {
      "content-type": type,
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${digest}`,
    },
    requestContext: { requestId: "trace-1" } as APIGatewayProxyEventV2["requestContext"],
    body: base64 ? Buffer.from(body, "utf8").toString("base64") : body,
    isBase64Encoded: base64,
  };
}

async function send(door: Door, body: string, sent?: Sent) {
  const { statusCode, body: answered = "", headers } = await door.handler(eventOf(body, sent));
  return { status: statusCode, body: answered, type: headers?.["Content-Type"] ?? headers?.["content-type"] };
}

test.each([
  ["as it is", {}],
  ["with a charset", { type: `${form}; charset=utf-8` }],
  ["in base64, with letters beyond ASCII", { base64: true }],
  ["with upper-case in its type", { type: "Application/X-WWW-Form-URLEncoded" }],
  ["four minutes late", { secondsOff: -240 }],
  ["by a clock four minutes ahead", { secondsOff: 240 }],
])("a signed request is answered %s", async (_how, sent) => {
  const door = await openSlackDoor(bench);

  const answer = await send(door, helpForm, sent);

  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body).text).toContain("/rds-request list mine");
});

test.each([
  ["signed with another secret", { secret: "another" }],
  ["six minutes old", { secondsOff: -360 }],
  ["six minutes in the future", { secondsOff: 360 }],
  ["altered after it was signed", { signedBody: helpForm.replace("help", "list") }],
  ["without headers", { headers: {} }],
  ["with half a signature", { headers: { "x-slack-signature": "v0=00", "x-slack-request-timestamp": "1" } }],
])("a request is refused with 401 when it is %s", async (_how, sent) => {
  const door = await openSlackDoor(bench);

  const answer = await send(door, helpForm, sent);

  expect(answer).toMatchObject({ status: 401, type: "application/json" });
  expect(JSON.parse(answer.body)).toEqual({ error: expect.any(String) });
  expect(door.storeCalls).toEqual([]);
});

test("a body beyond 1 MB is 413, and the longest below it is read", async () => {
  const door = await openSlackDoor(bench);
  const padded = (bytes: number) => `${helpForm}&padding=`.padEnd(bytes, "a");

  const longest = await send(door, padded(1024 * 1024));
  const tooLong = await send(door, padded(1024 * 1024 + 1), { base64: true });

  expect(longest.status).toBe(200);
  expect(tooLong).toMatchObject({ status: 413, type: "application/json" });
  expect(JSON.parse(tooLong.body)).toEqual({ error: expect.any(String) });
});

test("an event without headers or body at all is refused", async () => {
  const door = await openSlackDoor(bench);
  const { headers: _headers, body: _body, ...bare } = eventOf("");

  const { statusCode } = await door.handler(bare as APIGatewayProxyEventV2);

  expect(statusCode).toBe(401);
});

test.each([
  ["nothing", "", form],
  ["no form", "%%%", form],
  ["a payload that is no JSON", "payload=%7Bnope", form],
  ["a payload that is a number", "payload=7", form],
  [
    "an interaction without a user",
    interaction({ type: "block_actions", actions: [{ action_id: "x" }] }),
    form,
  ],
  ["a click without an action", interaction({ type: "block_actions", user: { id: "U" }, actions: [] }), form],
  ["a click in a channel that is none", interaction({ ...click, channel: "C1" }), form],
  ["a click that is an event besides", interaction({ ...click, event: "app_home_opened" }), form],
  ["a click of a team without an id", interaction({ ...click, team: {} }), form],
  [
    "an event of a team that is no text",
    JSON.stringify({ ...visit, team_id: { toString: "" } }),
    "application/json",
  ],
  [
    "an event in a channel that is null",
    JSON.stringify({ ...visit, event: { ...visit.event, channel: null } }),
    "application/json",
  ],
  ["a submission without a view", interaction({ type: "view_submission", user: { id: "U" } }), form],
  ["JSON that is cut off", '{"type":', "application/json"],
  [
    "JSON in more levels than a stack can follow",
    helpJson.replace('"help"', `"help","deep":${"[".repeat(20_000)}${"]".repeat(20_000)}`),
    "application/json",
  ],
  ["an array", "[]", "application/json"],
  ["null", "null", "application/json"],
  ["another content type", helpForm, "text/plain"],
  ["no content type", helpForm, ""],
])("a signed body of %s is answered 400", async (_what, body, type) => {
  const door = await openSlackDoor(bench);

  const answer = await send(door, body, { type });

  expect(answer).toMatchObject({ status: 400, type: "application/json" });
  expect(JSON.parse(answer.body)).toEqual({ error: "This is nothing that Slack sends." });
});

test.each([
  ["null", { channel: null }],
  ["without an id", { channel: {} }],
  ["left out", {}],
])("a press in a home, where the channel is %s, is taken", async (_what, more) => {
  const door = await openSlackDoor(bench);

  expect((await send(door, interaction({ ...click, ...more }))).status).toBe(200);
});

test("Slack's checks of the address are answered", async () => {
  const door = await openSlackDoor(bench);
  const challenge = JSON.stringify({ type: "url_verification", challenge: "3eZbrw1aB", token: "t" });

  const answers = [
    await send(door, challenge, { type: "application/json" }),
    await send(door, "ssl_check=1&token=t"),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(JSON.parse(answers[0]?.body ?? "")).toEqual({ challenge: "3eZbrw1aB" });
});

test("the app's command is answered whatever its manifest calls it", async () => {
  const door = await openSlackDoor(bench);

  const answer = await send(door, helpForm.replace("%2Frds-request", "%2Fsomething-else"));

  expect(answer.status).toBe(200);
});

test("an event of the Events API, and a shortcut that nobody has made, do no harm", async () => {
  const door = await openSlackDoor(bench);
  const event = { type: "event_callback", team_id: "T0STRICT01", event: { type: "message", text: "hi" } };
  const shortcut = { type: "shortcut", callback_id: "x", user: { id: "U0DANA" }, team: { id: "T0STRICT01" } };

  const answers = [
    await send(door, JSON.stringify(event), { type: "application/json" }),
    await send(door, interaction(shortcut)),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 404]);
});

test("a click on an unknown button, and a form nobody knows, are answered politely", async () => {
  const door = await openSlackDoor(bench);
  const envelope = { user: { id: "U0DANA" }, team: { id: "T0STRICT01" }, trigger_id: "1.2.x" };
  const click = {
    ...envelope,
    type: "block_actions",
    actions: [{ type: "button", action_id: "old_button" }],
  };
  const view = { id: "V1", callback_id: "old_form", state: { values: {} }, private_metadata: "" };

  const answers = [
    await send(door, interaction(click)),
    await send(door, interaction({ ...envelope, type: "view_submission", view })),
  ];

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(answers[0]?.body).toBe("");
  expect(JSON.parse(answers[1]?.body ?? "")).toMatchObject({ response_action: "update" });
});
