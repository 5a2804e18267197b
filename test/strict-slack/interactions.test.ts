import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { plain, signingSecret, startWorkplace, times, type Workplace } from "./start-workplace.ts";

const channel = "C0GENERAL1";
const user = "U0ADA00001";
let now = Date.now();
let place: Workplace;

beforeEach(async () => {
  now = Date.now();
  place = await startWorkplace({ now: () => now });
});

afterEach(() => place.stop());

const command = () => place.slack.command({ user, channel, text: "create db-1" });
const errors = () => place.slack.failures().map(({ error }) => error);
const button = (action_id: string, value: string) => ({
  type: "button",
  action_id,
  value,
  text: plain("Go"),
});
const card = (...elements: readonly object[]) => [{ type: "actions", block_id: "decide", elements }];
const postCard = async (...elements: readonly object[]) => {
  await place.client.apiCall("chat.postMessage", {
    channel,
    text: "card",
    blocks: card(...elements),
  });
  return place.slack.messages(channel).at(-1)?.ts ?? "";
};
const respond = async (body: object, url = place.lastPayload().response_url) => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as { error?: string } };
};

it("signs a slash command over its raw form", async () => {
  await place.slack.command({ user, channel, command: "/rds", text: "größe & more" });

  const { headers, raw, form } = place.last();
  const expected = createHmac("sha256", signingSecret)
    .update(`v0:${headers["x-slack-request-timestamp"]}:${raw}`)
    .digest("hex");
  expect(headers["x-slack-signature"]).toBe(`v0=${expected}`);
  expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
  expect(Object.fromEntries(form)).toMatchObject({
    command: "/rds",
    text: "größe & more",
    user_id: user,
    channel_name: "general",
  });
});

it("signs with another secret or time where a test asks for it", () => {
  const headers = place.slack.sign("a=1", { timestamp: 5, secret: "other" });

  const expected = createHmac("sha256", "other").update("v0:5:a=1").digest("hex");
  expect(headers).toMatchObject({ "x-slack-request-timestamp": "5", "x-slack-signature": `v0=${expected}` });
});

it("shows the answer to a command to its author alone", async () => {
  place.answerWith(() => ({ text: "on it" }));
  await command();
  place.answerWith(() => ({
    json: { response_type: "ephemeral", text: "really", blocks: [{ type: "divider" }] },
  }));
  await command();

  expect(place.slack.ephemerals()).toMatchObject([
    { user, text: "on it" },
    { user, text: "really", blocks: [{ type: "divider" }] },
  ]);
  expect(place.slack.messages(channel)).toEqual([]);
});

it("records answers that come too late, are not 200, or break a limit", async () => {
  const hasty = await startWorkplace({ ackLimitMs: 20 });
  hasty.answerWith(() => ({ text: "late", delayMs: 100 }));
  await hasty.slack.command({ user, channel, text: "" });
  const late = { errors: hasty.slack.failures().map(({ error }) => error), shown: hasty.slack.ephemerals() };
  await hasty.stop();

  place.answerWith(() => ({ status: 500 }));
  const { status } = await command();
  place.answerWith(() => ({ json: { text: "a", blocks: [{ type: "nonsense" }] } }));
  await command();

  expect(late).toEqual({ errors: ["operation_timeout"], shown: [] });
  expect(status).toBe(500);
  expect(errors()).toEqual(["dispatch_failed", "invalid_blocks"]);
});

it("sends a click with its message, place and person", async () => {
  const ts = await postCard(button("approve", "r1"), button("reject", "r1"));

  await place.slack.click({ user, channel, ts, actionId: "reject" });

  expect(place.lastPayload()).toMatchObject({
    type: "block_actions",
    user: { id: user, username: "ada", team_id: place.slack.team.id },
    container: { type: "message", message_ts: ts, channel_id: channel, is_ephemeral: false },
    message: { ts, blocks: [{ block_id: "decide" }] },
    actions: [{ type: "button", block_id: "decide", action_id: "reject", value: "r1" }],
    response_url: expect.stringContaining("/response/"),
    trigger_id: expect.any(String),
  });
  expect(errors()).toEqual([]);
});

it("lets a person click a button their screen still shows, and no other", async () => {
  const ts = await postCard(button("approve", "r1"));
  await place.client.chat.update({ channel, ts, text: "decided" });

  await place.slack.click({ user, channel, ts, actionId: "approve" });

  expect(place.lastPayload().actions).toMatchObject([{ action_id: "approve", value: "r1" }]);
  await expect(place.slack.click({ user, channel, ts, actionId: "never" })).rejects.toThrow(
    "nothing to click",
  );
});

it("takes five answers at a response_url: private by default, public, replacing, deleting", async () => {
  const ts = await postCard(button("approve", "r1"));
  await place.slack.click({ user, channel, ts, actionId: "approve" });

  await respond({ text: "only you" });
  await respond({ text: "all", response_type: "in_channel" });
  await respond({ text: "replaced", replace_original: true });
  const replaced = place.slack.message(channel, ts);
  await respond({ delete_original: true });
  await respond({ text: "fifth" });
  const sixth = await respond({ text: "sixth" });

  expect(replaced).toMatchObject({ text: "replaced", blocks: [] });
  expect(place.slack.messages(channel).map(({ text }) => text)).toEqual(["all"]);
  expect(place.slack.ephemerals().map(({ text }) => text)).toEqual(["only you", "fifth"]);
  expect(sixth).toEqual({ status: 404, json: { ok: false, error: "used_url" } });
});

it("closes a response_url after thirty minutes and refuses bad blocks there", async () => {
  const ts = await postCard(button("approve", "r1"));
  await place.slack.click({ user, channel, ts, actionId: "approve" });

  const bad = await respond({ text: "a", blocks: times(51, () => ({ type: "divider" })) });
  now += 30 * 60_000 + 1;
  const late = await respond({ text: "late" });

  expect([bad.status, bad.json.error]).toEqual([400, "invalid_blocks"]);
  expect([late.status, late.json.error]).toEqual([404, "expired_url"]);
});
