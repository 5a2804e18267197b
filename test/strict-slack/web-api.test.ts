import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { plain, refusalOf, silent, startWorkplace, type Workplace } from "./start-workplace.ts";

const channel = "C0GENERAL1";
const ada = "U0ADA00001";
let place: Workplace;

beforeEach(async () => {
  place = await startWorkplace();
});

afterEach(() => place.stop());

const post = async (text: string, extra: object = {}) => {
  const { ts } = await place.client.chat.postMessage({ channel, text, ...extra });
  return ts ?? "";
};

it("takes only its own token", async () => {
  const stranger = new WebClient("xoxb-wrong", {
    slackApiUrl: place.slack.url,
    retryConfig: { retries: 0 },
    logger: silent,
  });

  const wrong = await refusalOf(stranger.auth.test());
  const missing = await fetch(`${place.slack.url}auth.test`, { method: "POST" });

  expect(wrong.error).toBe("invalid_auth");
  expect(await missing.json()).toEqual({ ok: false, error: "not_authed" });
  expect(place.slack.failures().map(({ error }) => error)).toEqual(["invalid_auth", "not_authed"]);
});

it("says who the bot is", async () => {
  const answer = await place.client.auth.test();

  expect(answer).toMatchObject({ user_id: place.slack.bot.userId, bot_id: place.slack.bot.id });
});

it("reads JSON bodies like forms, and refuses other content types", async () => {
  const send = (type: string) =>
    fetch(`${place.slack.url}chat.postMessage`, {
      method: "POST",
      headers: { authorization: "Bearer xoxb-strict", "content-type": type },
      body: JSON.stringify({ channel, text: "json", blocks: [{ type: "divider" }] }),
    }).then((response) => response.json());

  const json = await send("application/json; charset=utf-8");
  const other = await send("text/plain");

  expect(json).toMatchObject({ ok: true, message: { text: "json", blocks: [{ type: "divider" }] } });
  expect(other).toEqual({ ok: false, error: "invalid_post_type" });
});

it("refuses methods it does not know and arguments that are missing", async () => {
  const unknown = await refusalOf(place.client.apiCall("chat.sing"));
  const missing = await refusalOf(place.client.apiCall("chat.postMessage", { text: "where?" }));

  expect(unknown.error).toBe("unknown_method");
  expect(missing).toMatchObject({
    error: "invalid_arguments",
    messages: ["[ERROR] missing required field: channel [json-pointer:/]"],
  });
});

it("posts only where the bot is", async () => {
  const nowhere = await refusalOf(place.client.chat.postMessage({ channel: "C0NOWHERE", text: "a" }));
  const outside = await refusalOf(place.client.chat.postMessage({ channel: "C0SECRET01", text: "a" }));

  expect([nowhere.error, outside.error]).toEqual(["channel_not_found", "not_in_channel"]);
});

it("updates its own messages only, and takes the blocks away when only text is sent", async () => {
  const ts = await post("first", { blocks: [{ type: "divider" }] });
  const foreign = place.slack.say({ user: ada, channel, text: "mine" });

  await place.client.chat.update({ channel, ts, text: "second" });
  const cant = await refusalOf(place.client.chat.update({ channel, ts: foreign, text: "no" }));
  const gone = await refusalOf(place.client.chat.update({ channel, ts: "1.000001", text: "no" }));

  expect(place.slack.message(channel, ts)).toMatchObject({ text: "second", blocks: [] });
  expect([cant.error, gone.error]).toEqual(["cant_update_message", "message_not_found"]);
});

it("deletes a message once", async () => {
  const ts = await post("short-lived");

  await place.client.chat.delete({ channel, ts });
  const again = await refusalOf(place.client.chat.delete({ channel, ts }));

  expect(place.slack.messages(channel)).toEqual([]);
  expect(again.error).toBe("message_not_found");
});

it("keeps threads, pages through them, and shows metadata when asked", async () => {
  const ts = await post("root", { metadata: { event_type: "card", event_payload: { id: "r1" } } });
  const first = await post("one", { thread_ts: ts });
  await post("two", { thread_ts: ts });
  const lost = await refusalOf(
    place.client.chat.postMessage({ channel, text: "three", thread_ts: "1.000001" }),
  );

  const all = await place.client.conversations.replies({ channel, ts, include_all_metadata: true });
  const page = await place.client.conversations.replies({ channel, ts, limit: 2 });
  const cursor = page.response_metadata?.next_cursor ?? "";
  const rest = await place.client.conversations.replies({ channel, ts, limit: 2, cursor });
  const newer = await place.client.conversations.replies({ channel, ts, oldest: first });

  expect(all.messages?.map(({ text }) => text)).toEqual(["root", "one", "two"]);
  expect(all.messages?.[0]).toMatchObject({ reply_count: 2, metadata: { event_payload: { id: "r1" } } });
  expect([page.has_more, rest.messages?.map(({ text }) => text)]).toEqual([true, ["two"]]);
  expect(newer.messages?.map(({ text }) => text)).toEqual(["root", "two"]);
  expect(place.slack.thread(channel, ts)).toHaveLength(3);
  expect(lost.error).toBe("thread_not_found");
});

it("lists the channel newest first, without replies, from `oldest` on", async () => {
  const ts = await post("a", { blocks: [{ type: "header", text: plain("A") }] });
  await post("in thread", { thread_ts: ts });
  await post("b");

  const all = await place.client.conversations.history({ channel });
  const newer = await place.client.conversations.history({ channel, oldest: ts });

  expect(all.messages?.map(({ text }) => text)).toEqual(["b", "a"]);
  expect(all.messages?.[1]?.blocks).toMatchObject([{ type: "header" }]);
  expect(newer.messages?.map(({ text }) => text)).toEqual(["b"]);
});

it("shows ephemerals to one member of the channel", async () => {
  await place.client.chat.postEphemeral({ channel, user: ada, text: "psst" });
  const other = await refusalOf(
    place.client.chat.postEphemeral({ channel: "C0SMALL001", user: "U0BOB00001", text: "a" }),
  );

  expect(place.slack.ephemerals()).toMatchObject([{ channel, user: ada, text: "psst" }]);
  expect(place.slack.messages(channel)).toEqual([]);
  expect(other.error).toBe("user_not_in_channel");
});

it("opens one direct conversation per person", async () => {
  const first = await place.client.conversations.open({ users: ada });
  const again = await place.client.conversations.open({ users: ada });
  const gone = await refusalOf(place.client.conversations.open({ users: "U0GONE0001" }));
  const info = await place.client.conversations.info({ channel: first.channel?.id ?? "" });

  expect(again).toMatchObject({ channel: { id: first.channel?.id }, already_open: true });
  expect(info.channel).toMatchObject({ is_im: true, user: ada });
  expect(gone.error).toBe("user_disabled");
});

it("shows people in the shape of users.info", async () => {
  const info = async (user: string) => (await place.client.users.info({ user })).user;

  const [adaInfo, bob, gone, far] = [
    await info(ada),
    await info("U0BOB00001"),
    await info("U0GONE0001"),
    await info("U0FAR00001"),
  ];
  const unknown = await refusalOf(place.client.users.info({ user: "U0NOBODY" }));

  expect(adaInfo).toMatchObject({
    deleted: false,
    is_email_confirmed: true,
    profile: { email: "Ada@example.com" },
  });
  expect(bob).toMatchObject({ is_restricted: true, is_ultra_restricted: false });
  expect(gone).toMatchObject({ deleted: true });
  expect(far).toMatchObject({ is_stranger: true, team_id: "T0PARTNER1" });
  expect(far?.profile?.email).toBeUndefined();
  expect(unknown.error).toBe("user_not_found");
});

it("finds active people by e-mail whatever the case; finding nobody breaks no rule", async () => {
  const found = await place.client.users.lookupByEmail({ email: "ADA@EXAMPLE.COM" });
  const gone = await refusalOf(place.client.users.lookupByEmail({ email: "gone@example.com" }));
  const list = await place.client.users.list({ limit: 2 });

  expect(found.user?.id).toBe(ada);
  expect(gone.error).toBe("users_not_found");
  expect([list.members?.length, list.response_metadata?.next_cursor === ""]).toEqual([2, false]);
  expect(place.slack.failures()).toEqual([]);
});
