import { expect, onTestFinished, test } from "vitest";
import { makeSlackChat } from "../../../src/adapters/slack/slack-chat.ts";
import { makeSlackClient } from "../../../src/adapters/slack/slack-client.ts";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import type { ChatPost, MarkedPost } from "../../../src/app/ports/chat.ts";
import { givenSecret } from "../../../src/app/secrets/given-secret.ts";
import { type Card, cardOf } from "../../../src/core/card.ts";
import { personIdSchema } from "../../../src/core/person.ts";
import { anna, askedAt, ben, requestIn } from "../../core/sample-requests.ts";
import { startStrictSlack } from "../../support/strict-slack/start-strict-slack.ts";
import { botToken, recordLog, signingSecret, textOf } from "./open-slack-door.ts";

const channel = "C0PROD";
const since = () => new Date(Date.now() - 1000);

async function open() {
  const slack = await startStrictSlack({
    users: [
      { id: "U0ANNA", name: "Anna", email: "Anna@acme.example" },
      { id: "U0BOT", name: "robot", email: "robot@acme.example", is_bot: true },
      { id: "U0GONE", name: "gone", email: "gone@acme.example", deleted: true },
    ],
    channels: [
      { id: channel, name: "production" },
      { id: "C0OLD", name: "old", is_archived: true },
      { id: "C0CLOSED", name: "closed", bot_is_member: false },
      { id: "C0SECRET", name: "secret", bot_is_member: false, is_private: true },
    ],
    signingSecret,
    botToken,
  });
  onTestFinished(() => slack.stop());
  return {
    slack,
    chat: makeSlackChat(
      makeSlackClient({ secret: givenSecret({ botToken }), apiUrl: slack.url, log: recordLog() }),
    ),
  };
}

const card = (status: "pending" | "approved" = "pending"): Card => cardOf(requestIn(status), askedAt);

function marked(post: ChatPost, mark = "req-0123456789#slack#C0PROD#card"): MarkedPost {
  return { mark, post };
}

const cardIn = (place: string): ChatPost => ({ kind: "card", channel: place, card: card() });
const noticeTo = (address: string): ChatPost => ({
  kind: "notice",
  to: personIdSchema.parse(address),
  line: { text: "It is done.", tone: "good" },
});

async function posted({ chat }: Awaited<ReturnType<typeof open>>, post: MarkedPost) {
  const outcome = await chat.post(post);
  if (outcome.kind !== "posted") throw new Error(outcome.reason);
  return outcome.reference;
}

test("a card is posted in its channel, updated in place, and has a thread", async () => {
  const place = await open();
  const reference = await posted(place, marked(cardIn(channel)));
  await posted(
    place,
    marked({ kind: "thread-line", thread: reference, line: { text: "Started.", tone: "running" } }, "line"),
  );

  const outcome = await place.chat.update(reference, { kind: "card", card: card("approved") });

  const [top, line] = place.slack.thread(channel, reference.message);
  expect(outcome).toBe("updated");
  expect(textOf(top)).toContain("✅ Approved, about to start");
  expect(line?.text).toBe("▶️ Started.");
  expect(place.slack.failures()).toEqual([]);
});

test("a notice goes to the person with that address, whose channel is asked for once", async () => {
  const place = await open();

  const first = await posted(place, marked(noticeTo("anna@acme.example"), "notice 1"));
  await posted(place, marked(noticeTo("anna@acme.example"), "notice 2"));

  expect(place.slack.messages(first.channel)).toHaveLength(2);
  expect(place.slack.calls("users.lookupByEmail")).toHaveLength(1);
  expect(place.slack.calls("conversations.open")).toHaveLength(1);
});

test.each([
  ["a card", cardIn(channel)],
  ["a notice", noticeTo("anna@acme.example")],
])("%s that was posted just before a crash is found again by its mark", async (_what, post) => {
  const place = await open();
  await posted(place, marked(post, "another mark"));
  const reference = await posted(place, marked(post, "the mark"));

  const found = await place.chat.findPosted(marked(post, "the mark"), since());
  const missing = await place.chat.findPosted(marked(post, "a third mark"), since());

  expect(found).toEqual(reference);
  expect(missing).toBeUndefined();
});

test("a line is found again in its thread, and not taken for one of another thread", async () => {
  const place = await open();
  const thread = await posted(place, marked(cardIn(channel)));
  const other = await posted(place, marked(cardIn(channel), "other card"));
  const line = (of: typeof thread): ChatPost => ({
    kind: "thread-line",
    thread: of,
    line: { text: "Started.", tone: "running" },
  });
  const reference = await posted(place, marked(line(thread), "line"));

  const found = await place.chat.findPosted(marked(line(thread), "line"), since());
  const elsewhere = await place.chat.findPosted(marked(line(other), "line"), since());

  expect(found).toEqual(reference);
  expect(elsewhere).toBeUndefined();
});

test("a card is found again behind many other messages, page by page", async () => {
  const place = await open();
  const reference = await posted(place, marked(cardIn(channel)));
  for (let said = 0; said < 450; said += 1) place.slack.say({ user: "U0ANNA", channel, text: "hello" });

  const found = await place.chat.findPosted(marked(cardIn(channel)), since());

  expect(found).toEqual(reference);
  expect(place.slack.calls("conversations.history")).toHaveLength(3);
});

test("the search ends after two thousand messages", async () => {
  const place = await open();
  await posted(place, marked(cardIn(channel)));
  for (let said = 0; said < 2100; said += 1) place.slack.say({ user: "U0ANNA", channel, text: "hello" });

  const found = await place.chat.findPosted(marked(cardIn(channel)), since());

  expect(found).toBeUndefined();
  expect(place.slack.calls("conversations.history")).toHaveLength(10);
});

test("a post whose answer was lost is an error, and is then found", async () => {
  const place = await open();
  place.slack.fail({ method: "chat.postMessage", after: true });

  await expect(place.chat.post(marked(cardIn(channel)))).rejects.toThrow(GatewayError);
  const found = await place.chat.findPosted(marked(cardIn(channel)), since());

  expect(place.slack.messages(channel).map(({ ts }) => ts)).toEqual([
    found !== "cannot-tell" && found?.message,
  ]);
});

test("a mark longer than a block_id can be is found again too", async () => {
  const place = await open();
  const mark = `req-0123456789#slack#${"a".repeat(250)}@acme.example#notice#000001`;
  const reference = await posted(place, marked(cardIn(channel), mark));

  const found = await place.chat.findPosted(marked(cardIn(channel), mark), since());

  expect(found).toEqual(reference);
  expect(place.slack.failures()).toEqual([]);
});

test.each([
  ["a channel that is not there", cardIn("C0NOWHERE"), "channel_not_found"],
  ["an archived channel", cardIn("C0OLD"), "is_archived"],
  ["a channel without the bot", cardIn("C0CLOSED"), "not_in_channel"],
  ["a private channel without the bot", cardIn("C0SECRET"), "channel_not_found"],
  ["a person who is not there", noticeTo("nobody@acme.example"), "users_not_found"],
  ["a person who has left", noticeTo("gone@acme.example"), "users_not_found"],
  ["a bot", noticeTo("robot@acme.example"), "cannot_dm_bot"],
])("nothing can be posted to %s", async (_what, post, reason) => {
  const { chat } = await open();

  const outcome = await chat.post(marked(post));

  expect(outcome).toEqual({ kind: "unreachable", reason });
});

test("nothing is found where nothing can be posted", async () => {
  const { chat } = await open();

  const found = [
    await chat.findPosted(marked(cardIn("C0NOWHERE")), since()),
    await chat.findPosted(marked(noticeTo("nobody@acme.example")), since()),
  ];

  expect(found).toEqual([undefined, undefined]);
});

test("a thread whose card was deleted takes no more lines", async () => {
  const { chat } = await open();
  const thread = { channel, message: "1700000000.000001" };
  const line = marked({ kind: "thread-line", thread, line: { text: "Started.", tone: "running" } });

  const outcome = await chat.post(line);

  expect(outcome).toEqual({ kind: "unreachable", reason: "thread_not_found" });
});

test.each([
  ["was deleted", { channel, message: "1700000000.000001" }],
  ["is in a channel that is gone", { channel: "C0NOWHERE", message: "1700000000.000001" }],
])("a card is gone that %s", async (_what, reference) => {
  const { chat } = await open();

  const outcome = await chat.update(reference, { kind: "card", card: card() });

  expect(outcome).toBe("gone");
});

test("a short limit of the rate is waited for once", async () => {
  const place = await open();
  place.slack.fail({ method: "chat.postMessage", retryAfter: 1 });

  const outcome = await place.chat.post(marked(cardIn(channel)));

  expect(outcome.kind).toBe("posted");
  expect(place.slack.calls("chat.postMessage")).toHaveLength(2);
});

test.each([
  ["a limit met twice", { retryAfter: 1, times: 2 }, 2],
  ["a longer limit", { retryAfter: 30 }, 1],
  ["a limit of unknown length", { status: 429 }, 1],
  ["a server's error", { status: 500 }, 1],
  ["a cut connection", {}, 1],
  ["a token that is no good", { error: "account_inactive" }, 1],
  ["a missing scope", { error: "missing_scope" }, 1],
  ["blocks that Slack does not take", { error: "invalid_blocks" }, 1],
])("%s is left to the queue", async (_what, fault, calls) => {
  const place = await open();
  place.slack.fail({ method: "chat.postMessage", ...fault });

  const error = await place.chat.post(marked(cardIn(channel))).catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(GatewayError);
  expect((error as Error).cause).toBeInstanceOf(Error);
  expect(JSON.stringify([error, (error as Error).cause, String((error as Error).cause)])).not.toContain(
    botToken,
  );
  expect(place.slack.calls("chat.postMessage")).toHaveLength(calls);
});

test("an update that Slack does not answer is left to the queue", async () => {
  const place = await open();
  const reference = await posted(place, marked(cardIn(channel)));
  place.slack.fail({ method: "chat.update", status: 500 });

  await expect(place.chat.update(reference, { kind: "card", card: card("approved") })).rejects.toThrow(
    GatewayError,
  );
});

test("what people wrote reaches the channel as text, without a mention or a link", async () => {
  const place = await open();
  const evil = "<!channel> <http://evil.example|x> *bold* @here :smile:";
  const hostile = {
    ...card(),
    title: evil,
    justification: evil,
    decisions: [
      { kind: "approve", by: { ...ben, name: evil }, surface: "slack", at: askedAt, comment: evil },
    ] as const,
    facts: [{ label: "Requested by", value: `${anna.name} ${evil}` }],
  };

  await posted(place, marked({ kind: "card", channel, card: hostile }));

  const [call] = place.slack.calls("chat.postMessage");
  const [message] = place.slack.messages(channel);
  expect(message?.text).not.toContain("<!channel>");
  expect(JSON.stringify(message?.blocks)).not.toMatch(/"mrkdwn","text":"[^"]*evil/);
  expect(call?.args).toMatchObject({ unfurl_links: expect.toSatisfy((no) => String(no) === "false") });
  expect(place.slack.failures()).toEqual([]);
});
