import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GatewayError, NotDoneError } from "../../../src/app/gateway-error.ts";
import type { ChatCall, Fate, RecordingChat } from "../../support/recording-chat.ts";
import { lena, priya, startWorkbench, tom, type Workbench } from "../../support/workbench.ts";
import { leaseSeconds, linesOf, openAnnouncing, runChanges } from "./announcing.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** These fates for the calls of a kind, one after the other; all others go well. */
function meet(chat: RecordingChat, kind: ChatCall["kind"], ...fates: readonly Fate[]): void {
  const left = [...fates];
  chat.fateOf = (call) => (call.kind === kind ? (left.shift() ?? {}) : {});
}

/** A fate that waits until it is let go, and a promise that it was met. */
function heldUp() {
  const held = Promise.withResolvers<void>();
  const met = Promise.withResolvers<void>();
  const wait = {
    // biome-ignore lint/suspicious/noThenProperty: awaited by the chat, which so tells that it has come here
    then: (resolve: () => void) => {
      met.resolve();
      held.promise.then(resolve);
    },
  };
  return { fate: { wait: wait as Promise<void> }, met: met.promise, letGo: held.resolve };
}

describe("a worker that dies over a post", () => {
  test("after it was made: the post is found again by its mark, shows what is true, and is not made twice", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.ask();
    meet(chat, "post", { fail: "after" });
    await expect(announce(request.id)).rejects.toThrow();
    await desk.approve(request, priya);

    desk.pass(leaseSeconds);
    await announce(request.id);

    expect(chat.cards).toMatchObject([{ card: { version: 2 } }]);
    expect(chat.countOf("find")).toBe(1);
  });

  test("before it was made: it is posted after the lease, and no sooner", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.ask();
    meet(chat, "post", { fail: "before" });
    await expect(announce(request.id)).rejects.toThrow();

    desk.pass(leaseSeconds - 15);
    await expect(announce(request.id)).rejects.toThrow(GatewayError);
    const before = chat.messages.length;
    desk.pass(15);
    await announce(request.id);

    expect(before).toBe(0);
    expect(chat.cards).toHaveLength(1);
  });

  test.each(["post", "update"] as const)("whose %s is refused for now holds nobody else up", async (kind) => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.ask();
    if (kind === "update") {
      await announce(request.id);
      await desk.approve(request, priya);
    }
    meet(chat, kind, { fail: "refused" });
    await expect(announce(request.id)).rejects.toThrow(NotDoneError);

    await announce(request.id);

    expect(chat.cards).toHaveLength(1);
    expect(chat.cards).toMatchObject([{ card: { version: kind === "update" ? 2 : 1 } }]);
    expect(chat.countOf("find")).toBe(0);
  });

  test("a worker that waits for the dead one's lease goes on when it is over", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.ask();
    meet(chat, "post", { fail: "before" });
    await expect(announce(request.id)).rejects.toThrow();

    const waiting = announce(request.id);
    await sleep(50);
    desk.pass(leaseSeconds);
    await waiting;

    expect(chat.cards).toHaveLength(1);
  });

  test.each(["before", "after"] as const)(
    "%s any one of the posts of a run: every message is there once, in its order",
    async (fail) => {
      const { desk, chat, announce } = await openAnnouncing(bench);
      const request = await desk.askApproved();
      for (const change of runChanges(desk, request.id)) await change();
      let deaths = 0;
      // The card, four lines and four notices: each is met by one death at its first attempt.
      const died = new Set<string>();
      chat.fateOf = ({ kind, what }) => {
        const text = JSON.stringify(what);
        if (kind !== "post" || died.has(text)) return {};
        died.add(text);
        deaths += 1;
        return { fail };
      };

      for (let worker = 0; worker < 20; worker += 1) {
        await announce(request.id).catch(() => desk.pass(leaseSeconds));
      }

      expect(deaths).toBeGreaterThanOrEqual(9);
      expect(chat.cards).toMatchObject([{ card: { version: (await desk.find(request.id)).version } }]);
      expect(chat.lines).toEqual(await linesOf(desk, request.id));
      expect(new Set(chat.messages.map(({ mark }) => mark)).size).toBe(chat.messages.length);
      expect(chat.notices).toHaveLength(4);
    },
    30_000,
  );

  test("and another that dies while it looks for the post: it is found all the same", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.ask();
    meet(chat, "post", { fail: "after" });
    await expect(announce(request.id)).rejects.toThrow();
    for (let death = 1; death <= 2; death += 1) {
      desk.pass(leaseSeconds);
      meet(chat, "find", { fail: "before" });
      await expect(announce(request.id)).rejects.toThrow();
    }

    desk.pass(leaseSeconds);
    await announce(request.id);

    expect(chat.cards).toHaveLength(1);
  });

  test.each(["before", "after"] as const)(
    "%s an update was made: the card ends as the newest",
    async (fail) => {
      const { desk, chat, announce } = await openAnnouncing(bench);
      const request = await desk.ask();
      await announce(request.id);
      await desk.approve(request, priya);
      meet(chat, "update", { fail });
      await expect(announce(request.id)).rejects.toThrow();
      await desk.approve(request, tom);

      desk.pass(leaseSeconds);
      await announce(request.id);

      expect(chat.cards).toMatchObject([
        { card: { version: 3, state: { text: "Approved, about to start" } } },
      ]);
    },
  );
});

describe("a slow worker", () => {
  test("keeps a line back, and no later line overtakes it", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.askApproved();
    await announce(request.id);
    const [first, ...later] = runChanges(desk, request.id);
    const held = heldUp();
    meet(chat, "post", held.fate);
    await first?.();
    const slow = announce(request.id);
    await held.met;

    for (const change of later) await change();
    const quick = announce(request.id);
    await sleep(50);
    const meanwhile = [...chat.lines];
    held.letGo();
    await Promise.all([slow, quick]);

    expect(meanwhile).toEqual([]);
    expect(chat.lines).toEqual(await linesOf(desk, request.id));
  });

  test("with an older card does not have the last word over a newer one", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.ask();
    await announce(request.id);
    await desk.approve(request, priya);
    const held = heldUp();
    meet(chat, "update", held.fate);
    const slow = announce(request.id);
    await held.met;

    await desk.approve(request, lena);
    const quick = announce(request.id);
    held.letGo();
    await Promise.all([slow, quick]);

    expect(chat.cards).toMatchObject([{ card: { version: 3 } }]);
  });

  test("that outlives its lease and hides a newer card with its own puts that right", async () => {
    const { desk, chat, announce } = await openAnnouncing(bench);
    const request = await desk.ask();
    await announce(request.id);
    await desk.approve(request, priya);
    const held = heldUp();
    meet(chat, "update", held.fate);
    const slow = announce(request.id);
    await held.met;

    desk.pass(leaseSeconds);
    await desk.approve(request, lena);
    await announce(request.id);
    const newer = chat.cards[0]?.card?.version;
    held.letGo();
    await slow;

    expect(newer).toBe(3);
    expect(chat.cards).toMatchObject([{ card: { version: 3 } }]);
    expect(chat.countOf("update")).toBe(3);
  });
});
