import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeAnnounceRequest } from "../../src/app/announce/announce-request.ts";
import { makeBeginDecision } from "../../src/app/begin-decision.ts";
import { changeRequest } from "../../src/app/change-request.ts";
import { makeDecideRequest } from "../../src/app/decide-request.ts";
import { makeDecideByLink } from "../../src/app/links/decide-by-link.ts";
import { makeIssueToken } from "../../src/app/links/issue-token.ts";
import { newToken } from "../../src/chance/new-token.ts";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import { makeFormToken } from "../../src/core/links/form-token.ts";
import { expire } from "../../src/core/transitions/expire.ts";
import type { RdsGateway } from "../../src/operations/frame/rds-gateway.ts";
import { type Desk, decisionOf, openDesk } from "../support/desk.ts";
import { RecordingChat } from "../support/recording-chat.ts";
import { makeRunSteps } from "../support/run-steps.ts";
import { lena, priya, startWorkbench, type Workbench } from "../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const skewSeconds = 300;
const day = 86_400;

/** The desk's clock as a function sees it that is off by so much. */
const offBy = (desk: Desk, seconds: number) => () => new Date(desk.now().getTime() + seconds * 1000);

describe("two functions whose clocks are five minutes apart", () => {
  test("decide and expire a request at its end: one of them wins, and nothing is decided after that", async () => {
    for (const isExpiredFirst of [true, false]) {
      const desk = await openDesk(bench);
      const request = await desk.ask();
      const decide = makeDecideRequest({ ...desk.ports, now: offBy(desk, -skewSeconds) });
      const end = () => changeRequest(desk.ports, request.id, (one, now) => expire(one, now));
      desk.pass(day + 1);

      if (isExpiredFirst) await end();
      const outcome = await decide(request.id, decisionOf(request, { by: priya }));
      await end();
      const late = await decide(request.id, decisionOf(request, { by: lena }));

      const events = await bench.auditLog.list(request.id);
      const kinds = events.map(({ kind }) => kind).filter((kind) => !kind.startsWith("preflight"));
      expect(kinds).toEqual(isExpiredFirst ? ["created", "expired"] : ["created", "approved", "expired"]);
      expect(outcome.ok).toBe(!isExpiredFirst);
      expect(late.ok).toBe(false);
      expect(findBrokenLink(events)).toBeUndefined();
    }
  });

  test("a decision counts for no longer after the end than the clock is behind", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    const decide = makeDecideRequest({ ...desk.ports, now: offBy(desk, -skewSeconds) });

    desk.pass(day + skewSeconds);
    const outcome = await decide(request.id, decisionOf(request, { by: priya }));

    expect(outcome).toMatchObject({ ok: false, error: { kind: "expired" } });
  });

  test.each([
    // A restart's lease outlasts RDS's delay in telling of it, and so the skew.
    ["reboot", { operation: "reboot", instanceId: "prod-payments-01" }, ["RebootDBInstance"]],
    // A snapshot's does not: it is asked for twice, under one name, which RDS makes once.
    [
      "snapshot",
      { operation: "snapshot", instanceId: "prod-orders-01" },
      ["CreateDBSnapshot", "CreateDBSnapshot"],
    ],
  ] as const)(
    "run a copy of the first message while the first one is about to call: one %s",
    async (_what, asked, calls) => {
      const desk = await openDesk(bench, { leaseSeconds: 60, traceSeconds: 300 });
      const request = await desk.askApproved(asked);
      const held = Promise.withResolvers<void>();
      const reached = Promise.withResolvers<void>();
      const slow: RdsGateway = {
        ...desk.rds.gateway,
        call: async (...given) => {
          reached.resolve();
          await held.promise;
          return desk.rds.gateway.call(...given);
        },
      };
      const step = { requestId: request.id, step: 0 };
      const first = desk.runOperationOn(slow)(step);
      await reached.promise;
      const ahead = makeRunSteps({ ...desk.ports, times: desk.times, now: offBy(desk, skewSeconds) });

      await ahead(step).catch(() => {});
      held.resolve();
      await first.catch(() => {});

      const made = (await desk.rds.changingCalls()).map(({ action }) => action);
      const snapshots = new Set(
        (await desk.rds.changingCalls()).map(({ parameters }) => parameters.DBSnapshotIdentifier),
      );
      const kinds = (await desk.eventKinds(request.id)).filter((kind) => !kind.startsWith("preflight"));
      expect(made).toEqual(calls);
      expect(snapshots.size).toBe(1);
      expect((await desk.find(request.id)).status).toMatch(/^execut(ing|ed)$/);
      expect(kinds.filter((kind) => kind === "claimed")).toHaveLength(1);
      expect(findBrokenLink(await desk.events(request.id))).toBeUndefined();
    },
  );

  test.each([-skewSeconds, skewSeconds])(
    "have one database for one request at a time, when the second one's function is %i seconds off",
    async (off) => {
      const desk = await openDesk(bench, { leaseSeconds: 60, traceSeconds: 300 });
      const [first, second] = [await desk.askApproved(), await desk.askApproved()];
      await desk.runOperation({ requestId: first.id, step: 0 });
      const other = makeRunSteps({ ...desk.ports, times: desk.times, now: offBy(desk, off) });

      await other({ requestId: second.id, step: 0 });

      expect(await desk.find(first.id)).toMatchObject({ status: "executing" });
      expect((await desk.eventKinds(second.id)).at(-1)).toBe("queued");
      expect(await desk.rds.changingCalls()).toHaveLength(1);
    },
  );

  test("decide by a link and end the request: the link counts until the end is saved, and no longer", async () => {
    const desk = await openDesk(bench);
    const [request, ended] = [await desk.ask(), await desk.ask()];
    const decideAt = async (one: typeof request) => {
      const raw = await makeIssueToken({ ...bench, now: desk.now, newToken })(one, priya.id);
      const link = { action: "approve", requestId: one.id, token: raw } as const;
      return (now: () => Date) =>
        makeDecideByLink({
          ...{ ...desk.ports, tokens: bench.tokens, windows: bench.policy.windows, now },
          beginDecision: makeBeginDecision({ ...desk.ports, now }),
          decideRequest: makeDecideRequest({ ...desk.ports, now }),
        })(link, {
          formToken: makeFormToken(link, one.digest, now()),
          typed: "s-01",
          comment: "",
        });
    };
    const [byLink, byLateLink] = [await decideAt(request), await decideAt(ended)];
    desk.pass(day + 1);
    await changeRequest(desk.ports, ended.id, (one, now) => expire(one, now));

    const late = await byLateLink(offBy(desk, -skewSeconds));
    const ahead = await byLink(desk.now);
    const behind = await byLink(offBy(desk, -skewSeconds));

    expect(late).toMatchObject({ kind: "dead", refusal: { kind: "already-resolved" } });
    expect(ahead).toMatchObject({ kind: "dead", refusal: { kind: "expired" } });
    expect(behind).toMatchObject({ kind: "decided" });
  });
});

describe("a notifier", () => {
  const leaseSeconds = 30;

  function openNotifier(desk: Desk, chat: RecordingChat) {
    return (now: () => Date) =>
      makeAnnounceRequest({
        ...{ ...desk.ports, now, surface: "slack", chat, leaseSeconds },
        placesOf: ({ slackChannels: channels }) => ({ channels, people: [] }),
        onUnreachable: () => {},
      });
  }

  test("whose clock is five minutes ahead of the chat's finds what a dead one has posted", async () => {
    const desk = await openDesk(bench);
    const chat = new RecordingChat(offBy(desk, -skewSeconds));
    const announce = openNotifier(desk, chat)(desk.now);
    const request = await desk.ask();
    chat.fateOf = ({ kind }) => (kind === "post" && chat.countOf("post") === 1 ? { fail: "after" } : {});
    await expect(announce(request.id)).rejects.toThrow();

    desk.pass(leaseSeconds);
    await announce(request.id);

    expect(chat.cards).toHaveLength(1);
    expect(chat.countOf("find")).toBe(1);
  });

  test("whose clock was five minutes ahead when it died holds its card up for as much longer, and no more", async () => {
    const desk = await openDesk(bench);
    const chat = new RecordingChat(desk.now);
    const notifierAt = openNotifier(desk, chat);
    const request = await desk.ask();
    chat.fateOf = () => ({ fail: "before" });
    await expect(notifierAt(offBy(desk, skewSeconds))(request.id)).rejects.toThrow();
    chat.fateOf = () => ({});

    desk.pass(skewSeconds + leaseSeconds);
    await notifierAt(desk.now)(request.id);

    expect(chat.cards).toHaveLength(1);
  });
});
