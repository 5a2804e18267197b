import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { decisionOf } from "../../support/desk.ts";
import { dana, lena, olga, priya, startWorkbench, tom, type Workbench } from "../../support/workbench.ts";
import { linesOf, openAnnouncing, runChanges } from "./announcing.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

describe("a request's card", () => {
  test("is posted in the routed channel as the request is now, and a copy of the event changes nothing", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.ask();

    await announce(request.id);
    await announce(request.id);

    expect(chat.cards).toMatchObject([{ channel: "C0DBPROD", card: { requestId: request.id, version: 1 } }]);
    expect(chat.countOf("update")).toBe(0);
    expect(chat.countOf("find")).toBe(0);
  });

  test("is posted once in each channel by ten workers at once", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench, () => ["C1", "C2"]);
    const request = await desk.ask();

    await Promise.all(Array.from({ length: 10 }, () => announce(request.id)));

    expect(chat.cards.map(({ channel }) => channel)).toEqual(["C1", "C2"]);
    expect(chat.notices).toHaveLength(1);
  });

  test("is posted once and ends as the newest when each event has workers of its own", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.ask();
    const announcing = [announce(request.id), announce(request.id)];
    for (const by of [priya, tom]) {
      await desk.approve(request, by);
      announcing.push(announce(request.id), announce(request.id));
    }
    for (const change of runChanges(desk, request.id)) {
      await change();
      announcing.push(announce(request.id));
    }

    await Promise.all(announcing);

    const { version } = await desk.find(request.id);
    expect(chat.cards).toMatchObject([{ card: { version, state: { tone: "good" } } }]);
    expect(chat.lines).toEqual(await linesOf(desk, request.id));
  });

  test("follows each decision", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.ask();
    const states: unknown[] = [];

    for (const by of [undefined, priya, lena]) {
      if (by) await desk.approve(request, by);
      await announce(request.id);
      states.push(chat.cards[0]?.card?.state.text);
    }

    expect(states).toEqual([
      "Waiting for approval · 0 of 2",
      "Waiting for approval · 1 of 2",
      "Approved, about to start",
    ]);
    expect(chat.cards).toHaveLength(1);
  });

  test("is not touched by a refusal that only auditors see", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.ask();
    await announce(request.id);
    for (const by of [olga, dana]) await desk.decide(request.id, decisionOf(request, { by }));

    await announce(request.id);

    expect(await desk.eventKinds(request.id)).toEqual(["created", "refused", "refused"]);
    expect(chat.countOf("update")).toBe(0);
    expect(chat.messages).toHaveLength(2);
  });

  test("nothing is posted of a request that is not there", async () => {
    const { chat, announce } = await openAnnouncing(bench);

    await announce(newRequestId());

    expect(chat.calls).toEqual([]);
  });
});

describe("the thread", () => {
  test("tells of the run in its order, under the card", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.askApproved();

    for (const change of runChanges(desk, request.id)) {
      await change();
      await announce(request.id);
    }

    const [card] = chat.cards;
    expect(chat.lines).toEqual([
      "Started.",
      "begun",
      "▰▰▰▰▰▱▱▱▱▱ 50 % · half",
      expect.stringMatching(/^Done after \d+ s\.\nARN: arn:snapshot$/),
    ]);
    for (const { kind, thread } of chat.messages)
      if (kind === "thread-line") expect(thread).toBe(card?.message);
  });

  test("is made up for in order when only the last event arrives", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.askApproved();
    for (const change of runChanges(desk, request.id)) await change();

    await announce(request.id);

    expect(chat.lines).toEqual(await linesOf(desk, request.id));
    expect(chat.messages[0]?.kind).toBe("card");
  });

  test("stays the same in each channel of several", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench, () => ["C1", "C2"]);
    const request = await desk.askApproved();
    for (const change of runChanges(desk, request.id)) {
      await change();
      await Promise.all([announce(request.id), announce(request.id)]);
    }

    const lines = await linesOf(desk, request.id);
    for (const channel of ["C1", "C2"]) {
      const under = chat.messages.filter((one) => one.kind === "thread-line" && one.channel === channel);
      expect(under.map(({ text }) => text)).toEqual(lines);
    }
  });
});

describe("notices", () => {
  test("tell the requester of the filing, each decision and the end, once each and in order", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.askApproved();
    for (const change of runChanges(desk, request.id)) await change();

    await Promise.all([announce(request.id), announce(request.id), announce(request.id)]);

    expect(chat.notices.map(({ channel }) => channel)).toEqual(Array(4).fill(dana.id));
    expect(chat.notices.map(({ text }) => text)).toEqual([
      expect.stringContaining("was sent to its approvers; it needs 2 approvals"),
      expect.stringContaining("Priya Nair approved"),
      expect.stringContaining("Lena Fischer approved"),
      expect.stringContaining("Done after"),
    ]);
  });

  test.each(["teams", "email", "api"] as const)(
    "do not go to someone who asked by %s; the card does",
    async (surface) => {
      const { desk, chat, announce } = await openAnnouncing(bench);
      const request = await desk.ask({ surface });

      await announce(request.id);

      expect(chat.notices).toEqual([]);
      expect(chat.cards).toHaveLength(1);
    },
  );
});

describe("what cannot be reached", () => {
  test("a channel without the bot is told, to its requester too; the other channel is served", async () => {
    const { desk, chat, unreachable, announce } = await openAnnouncing(bench, () => ["C1", "C2"]);
    chat.fateOf = ({ what }) =>
      "kind" in what && what.kind === "card" && what.channel === "C1"
        ? { unreachable: "not_in_channel" }
        : {};
    const request = await desk.askApproved();
    await announce(request.id);
    for (const change of runChanges(desk, request.id)) await change();

    await Promise.all([announce(request.id), announce(request.id)]);

    const lost = { requestId: request.id, place: "slack#C1#card", unreachable: "not_in_channel" };
    expect(unreachable).toMatchObject([lost, lost]);
    expect(new Set(chat.messages.map(({ channel }) => channel))).toEqual(new Set(["C2", dana.id]));
    expect(chat.lines).toEqual(await linesOf(desk, request.id));
    const complaints = chat.notices.filter(({ text }) => text.includes("cannot be shown in the channel C1"));
    expect([chat.notices.length, complaints.length]).toEqual([5, 1]);
  });

  test("a channel that lets the bot in later gets the card with the next change, and the thread", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    let isLetIn = false;
    chat.fateOf = ({ what }) =>
      !isLetIn && "kind" in what && what.kind === "card" ? { unreachable: "not_in_channel" } : {};
    const request = await desk.askApproved();
    await announce(request.id);
    await announce(request.id);
    isLetIn = true;

    for (const change of runChanges(desk, request.id)) await change();
    await announce(request.id);

    expect(chat.cards).toMatchObject([{ card: { state: { text: expect.stringContaining("Done") } } }]);
    expect(chat.lines).toEqual(await linesOf(desk, request.id));
  });

  test("a requester who cannot be written to does not hold up the card", async () => {
    const { desk, chat, unreachable, announce } = await openAnnouncing(bench);
    chat.fateOf = ({ what }) =>
      "kind" in what && what.kind === "notice" ? { unreachable: "user_disabled" } : {};
    const request = await desk.ask();
    await announce(request.id);
    await desk.approve(request, priya);
    await announce(request.id);

    expect(unreachable.map(({ place }) => place)).toEqual([
      `slack#${dana.id}#notice#000001`,
      `slack#${dana.id}#notice#000002`,
    ]);
    expect(chat.cards).toMatchObject([{ card: { version: 2 } }]);
  });

  test("a card that was deleted is posted anew, as it is now, and the thread goes on under the new one", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.askApproved();
    await announce(request.id);
    const [first] = chat.cards;
    if (first) chat.delete(first);
    for (const change of runChanges(desk, request.id)) await change();

    await Promise.all([announce(request.id), announce(request.id)]);

    const [second, ...others] = chat.cards;
    expect(others).toEqual([]);
    expect(second?.message).not.toBe(first?.message);
    expect(second?.card?.version).toBe((await desk.find(request.id)).version);
    expect(chat.messages.at(-1)?.thread ?? second?.message).toBe(second?.message);
    expect(chat.lines).toEqual(await linesOf(desk, request.id));
  });
});
