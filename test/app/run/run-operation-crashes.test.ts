import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunRequest } from "../../../src/app/run/run-request.ts";
import type { Submission } from "../../../src/app/submit/submit-request.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { type Life, mortal } from "../../support/mortal.ts";
import { makeRunSteps } from "../../support/run-steps.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const operations = {
  create_snapshot: { operation: "snapshot", instanceId: "prod-orders-01" },
  reboot_instance: { operation: "reboot", instanceId: "prod-orders-01" },
} as const satisfies Record<string, Partial<Submission>>;

const operationNames = ["create_snapshot", "reboot_instance"] as const;

/** Runs one approved request by processes that die as their lives say; the one after them lives on. Returns how many died. */
async function runThrough(desk: Desk, asked: Partial<Submission>, lives: readonly Life[]): Promise<number> {
  const request = await desk.askApproved(asked);
  await desk.dispatch(request.id);
  let deaths = 0;
  let process: RunRequest = born();
  await desk.drainRuns({
    handle: (step) => process(step),
    onFailure: () => {
      deaths += 1;
      desk.pass(desk.times.leaseSeconds);
      process = born();
    },
  });

  const events = await desk.events(request.id);
  expect(await desk.find(request.id)).toMatchObject({ status: "executed" });
  expect(await desk.rds.changingCalls()).toHaveLength(1);
  expect(events.filter(({ kind }) => kind === "claimed")).toHaveLength(1);
  expect(events.map(({ kind }) => kind).join(" ")).toMatch(
    /^created approved approved claimed( resumed)*( progressed)* completed$/,
  );
  expect(findBrokenLink(events)).toBeUndefined();
  return deaths;

  function born(): RunRequest {
    const { requests, inventory, turns, rds, runs, prices, now } = desk.ports;
    const life = lives[deaths] ?? { calls: Number.POSITIVE_INFINITY, end: "before" };
    return makeRunSteps({
      ...mortal({ requests, inventory, turns, rds, runs }, life),
      prices,
      policy: bench.policy,
      now,
      times: desk.times,
    });
  }
}

describe.each(operationNames)("%s, when the process dies", (name) => {
  test.each(["before", "after"] as const)("%s any one of its calls, is done exactly once", async (end) => {
    const died: number[] = [];
    for (let calls = 0; calls === 0 || died.at(-1) === 1; calls += 1) {
      const desk = await openDesk(bench);
      died.push(await runThrough(desk, operations[name], [{ calls, end }]));
    }

    // The claim, the call, the record, the next message and the look at the result are more than twelve calls.
    expect(died.length).toBeGreaterThan(12);
  });
});

test("however often processes die, and wherever, the work is done exactly once", async () => {
  const life = fc.record({ calls: fc.nat(14), end: fc.constantFrom("before", "after") });

  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operationNames),
      fc.array(life, { minLength: 2, maxLength: 6 }),
      async (name, lives) => {
        const desk = await openDesk(bench, { patienceSeconds: 3600 });
        await runThrough(desk, operations[name], lives);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
