import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeRequest } from "../../src/app/change-request.ts";
import { makeDecideRequest } from "../../src/app/decide-request.ts";
import { makeRunOperation } from "../../src/app/run-operation.ts";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import { expire } from "../../src/core/transitions/expire.ts";
import type { RdsGateway } from "../../src/operations/frame/rds-gateway.ts";
import { type Desk, decisionOf, openDesk } from "../support/desk.ts";
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
      const ahead = makeRunOperation({ ...desk.ports, times: desk.times, now: offBy(desk, skewSeconds) });

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
});
