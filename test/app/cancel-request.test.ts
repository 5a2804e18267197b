import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import { requesterNoticeOf } from "../../src/core/personal-notice.ts";
import { stateText } from "../../src/core/state-text.ts";
import { accepted } from "../core/sample-requests.ts";
import { decisionOf, openDesk } from "../support/desk.ts";
import { dana, lena, olga, priya, startWorkbench, tom, type Workbench } from "../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const byDana = { by: dana, surface: "slack" } as const;

describe("cancelling", () => {
  test("ends a request that waits for approval, and nobody can decide it any more", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();

    const cancelled = await desk.cancel(request.id, byDana);
    const late = await desk.decide(request.id, decisionOf(request));

    expect(cancelled).toMatchObject({ ok: true, value: { status: "cancelled" } });
    expect(late).toMatchObject({ ok: false, error: { kind: "already-resolved", status: "cancelled" } });
    expect(await desk.events(request.id)).toMatchObject([
      { kind: "created" },
      { kind: "cancelled", actor: dana.id, status: "cancelled", details: { surface: "slack" } },
    ]);
  });

  test("ends an approved request that has not started, and its run message does nothing", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved();
    await desk.dispatch(request.id);

    const cancelled = await desk.cancel(request.id, byDana);
    await desk.drainRuns();

    expect(cancelled).toMatchObject({ ok: true, value: { status: "cancelled" } });
    expect(await desk.rds.calls()).toEqual([]);
    expect((await desk.find(request.id)).status).toBe("cancelled");
  });

  test("is not possible once the run has started", async () => {
    const desk = await openDesk(bench, { speed: 0.01 });
    const request = await desk.askApproved();
    await desk.runOperation({ requestId: request.id, step: 0 });

    const outcome = await desk.cancel(request.id, byDana);

    expect(outcome).toEqual({
      ok: false,
      error: { kind: "wrong-status", action: "cancelled", status: "executing" },
    });
  });

  test("a second time is refused with who did it first", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    await desk.cancel(request.id, byDana);

    const again = await desk.cancel(request.id, byDana);

    expect(again).toMatchObject({
      ok: false,
      error: { kind: "already-resolved", status: "cancelled", by: dana.id },
    });
  });

  test.each([
    ["an approver", priya],
    ["an outsider", olga],
  ])("is the requester's alone while it is open: %s is refused and noted once", async (_who, by) => {
    const desk = await openDesk(bench);
    const request = await desk.ask();

    const outcomes = [
      await desk.cancel(request.id, { by, surface: "slack" }),
      await desk.cancel(request.id, { by, surface: "teams" }),
    ];

    const error = { kind: "not-yours-to-cancel", requester: dana.id, isDecided: false };
    expect(outcomes).toEqual(Array(2).fill({ ok: false, error }));
    expect(await desk.events(request.id)).toMatchObject([
      { kind: "created" },
      { kind: "refused", actor: by.id, details: { refusal: "not-yours-to-cancel", attempt: "cancel" } },
    ]);
  });

  test("is an approver's, too, once it is approved: nothing runs, and the requester is told by whom", async () => {
    const desk = await openDesk(bench);
    const request = await desk.askApproved();
    await desk.dispatch(request.id);

    accepted(await desk.cancel(request.id, { by: lena, surface: "teams" }));
    await desk.drainRuns();

    const cancelled = await desk.find(request.id);
    const events = await desk.events(request.id);
    expect(stateText(cancelled, new Date())).toBe("Cancelled by Lena Fischer");
    expect(events.map((event) => requesterNoticeOf(event, cancelled)?.text).at(-1)).toBe(
      `Lena Fischer cancelled ${request.description.title} (${request.id}) before it started. Nothing was run.`,
    );
    expect(await desk.rds.changingCalls()).toHaveLength(0);
    expect(findBrokenLink(events)).toBeUndefined();
  });

  test.each(Array.from({ length: 8 }, (_, round) => round))(
    "and starting at once end in the one or the other, never in both (round %i)",
    async () => {
      const desk = await openDesk(bench);
      const request = await desk.askApproved();
      await desk.dispatch(request.id);

      const [cancelled] = await Promise.all([desk.cancel(request.id, byDana), desk.drainRuns()]);
      await desk.drainRuns();

      const { status } = await desk.find(request.id);
      expect(status).toBe(cancelled.ok ? "cancelled" : "executed");
      expect(await desk.rds.changingCalls()).toHaveLength(cancelled.ok ? 0 : 1);
      expect(findBrokenLink(await desk.events(request.id))).toBeUndefined();
    },
  );

  test("and the last approval at once leave a whole chain and one of the two outcomes", async () => {
    const desk = await openDesk(bench);
    const request = await desk.ask();
    await desk.approve(request, priya);

    const [cancelled, approved] = await Promise.all([
      desk.cancel(request.id, byDana),
      desk.decide(request.id, decisionOf(request, { by: tom })),
    ]);

    // An approved request can still be cancelled, so the cancellation holds in either order.
    expect(cancelled.ok).toBe(true);
    expect(await desk.find(request.id)).toMatchObject({
      status: "cancelled",
      decisions: { length: approved.ok ? 2 : 1 },
    });
    expect(findBrokenLink(await desk.events(request.id))).toBeUndefined();
  });
});
