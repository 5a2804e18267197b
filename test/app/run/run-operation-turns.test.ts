import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Submission } from "../../../src/app/submit/submit-request.ts";
import { threadLineOf } from "../../../src/core/announcement.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { cardOf } from "../../../src/core/card.ts";
import type { ApprovalRequest, RequestId } from "../../../src/core/request.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { drainByMortals } from "../../support/drain-by-mortals.ts";
import { makeRunSteps } from "../../support/run-steps.ts";
import { dana, startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const snapshot: Partial<Submission> = { operation: "snapshot", instanceId: "prod-reports-01" };
const reboot: Partial<Submission> = { operation: "reboot", instanceId: "prod-reports-01" };

async function askAll(desk: Desk, wishes: readonly Partial<Submission>[]) {
  const requests: ApprovalRequest[] = [];
  for (const wish of wishes) requests.push(await desk.askApproved(wish));
  return requests;
}

function start(desk: Desk, { id }: ApprovalRequest) {
  return desk.runOperation({ requestId: id, step: 0 });
}

function statusesOf(desk: Desk, requests: readonly ApprovalRequest[]) {
  return Promise.all(requests.map(async ({ id }) => (await desk.find(id)).status));
}

async function momentOf(desk: Desk, id: RequestId, wanted: string): Promise<number> {
  const event = (await desk.events(id)).find(({ kind }) => kind === wanted);
  if (!event) throw new Error(`${id} was never ${wanted}`);
  return event.at.getTime();
}

/** All are done, each by one call, and none had begun before the one before it had ended. */
async function expectOneByOne(desk: Desk, requests: readonly ApprovalRequest[]): Promise<void> {
  expect(await statusesOf(desk, requests)).toEqual(requests.map(() => "executed"));
  expect(await desk.rds.changingCalls()).toHaveLength(requests.length);
  const runs = await Promise.all(
    requests.map(async ({ id }) => ({
      from: await momentOf(desk, id, "claimed"),
      to: await momentOf(desk, id, "completed"),
    })),
  );
  const inOrder = runs.toSorted((one, other) => one.from - other.from || one.to - other.to);
  for (const [index, { from }] of inOrder.entries()) {
    expect(from).toBeGreaterThanOrEqual(inOrder[index - 1]?.to ?? 0);
  }
  for (const { id } of requests) {
    const events = await desk.events(id);
    expect(findBrokenLink(events)).toBeUndefined();
    expect(events.filter(({ kind }) => kind === "claimed")).toHaveLength(1);
  }
}

describe("operations on one target that are approved in the same second", () => {
  test.each<[string, readonly Partial<Submission>[]]>([
    ["two on an instance", [snapshot, reboot]],
    ["five on an instance", [snapshot, reboot, snapshot, reboot, snapshot]],
    [
      "two on members of one cluster",
      [
        { ...reboot, instanceId: "prod-catalog-1" },
        { ...reboot, instanceId: "prod-catalog-2" },
      ],
    ],
    [
      "one on a cluster and one on its member",
      [
        { operation: "failover", instanceId: "prod-catalog-1" },
        { ...reboot, instanceId: "prod-catalog-2" },
      ],
    ],
  ])("run one by one, and all finish: %s", async (_what, wishes) => {
    const desk = await openDesk(bench, { speed: 100 });
    const requests = await askAll(desk, wishes);
    await Promise.all(requests.map(({ id }) => desk.dispatch(id)));

    await desk.drainRuns({ copies: 2 });

    await expectOneByOne(desk, requests);
    const queued = await Promise.all(requests.map(({ id }) => desk.eventKinds(id)));
    expect(queued.filter((kinds) => kinds.includes("queued"))).toHaveLength(requests.length - 1);
  });

  test("do not wait for what runs on another instance", async () => {
    const desk = await openDesk(bench, { speed: 0.01 });
    const requests = await askAll(desk, [snapshot, { ...snapshot, instanceId: "prod-orders-01" }]);

    for (const request of requests) await start(desk, request);

    expect(await statusesOf(desk, requests)).toEqual(["executing", "executing"]);
  });
});

describe("who waits", () => {
  test("is told for whom, once, on the card and in the thread, however often its message comes", async () => {
    const desk = await openDesk(bench);
    const [first, second, third] = await askThree(desk);
    await start(desk, first);

    for (const request of [second, third, second, third]) await start(desk, request);
    await Promise.all([start(desk, third), start(desk, third)]);

    const next = await desk.find(second.id);
    const last = await desk.find(third.id);
    expect([next.status, last.status]).toEqual(["approved", "approved"]);
    expect(cardOf(next, desk.now()).state).toEqual({
      text: `Approved · waits for ${first.id} on this instance`,
      tone: "good",
    });
    expect(cardOf(last, desk.now()).actions).toEqual(["cancel", "refresh"]);
    expect(await linesOf(desk, second.id)).toEqual([
      `Waits: one operation at a time on prod-reports-01. ${first.id} goes first; this one is next.`,
    ]);
    expect(await linesOf(desk, third.id)).toEqual([
      `Waits: one operation at a time on prod-reports-01. ${first.id} goes first; then 1 other comes before this one.`,
    ]);
    expect(await desk.rds.changingCalls()).toHaveLength(1);
  });

  test("comes in the order of coming, each woken by the end before it", async () => {
    const desk = await openDesk(bench);
    const [first, second, third] = await askThree(desk);
    for (const request of [first, second, third]) await start(desk, request);

    await desk.drainRuns();

    await expectOneByOne(desk, [first, second, third]);
    const [early, late] = [
      await momentOf(desk, second.id, "claimed"),
      await momentOf(desk, third.id, "claimed"),
    ];
    expect(early).toBeLessThan(late);
    expect((await desk.find(third.id)).waitsFor).toBeUndefined();
  });

  test("is passed over once it is cancelled", async () => {
    const desk = await openDesk(bench);
    const [first, second, third] = await askThree(desk);
    for (const request of [first, second, third]) await start(desk, request);
    await desk.cancel(second.id, { by: dana, surface: "slack" });

    await desk.drainRuns();

    expect(await statusesOf(desk, [first, second, third])).toEqual(["executed", "cancelled", "executed"]);
    expect(await desk.rds.changingCalls()).toHaveLength(2);
  });

  test("lets the next one pass when it is cancelled between its call and its coming", async () => {
    const desk = await openDesk(bench);
    const [first, second, third] = await askThree(desk);
    for (const request of [first, second, third]) await start(desk, request);
    await desk.drainRuns({
      handle: async (step) => {
        if (step.requestId === second.id) await desk.cancel(second.id, { by: dana, surface: "slack" });
        await desk.runOperation(step);
      },
    });

    expect(await statusesOf(desk, [first, second, third])).toEqual(["executed", "cancelled", "executed"]);
  });

  test("is compared with what the one before it has left, and lets the others pass while it is asked for again", async () => {
    const desk = await openDesk(bench);
    const larger = { instance_class: "db.m6g.2xlarge", apply_immediately: "yes" };
    const [first, second, third] = await askAll(desk, [
      { operation: "class", instanceId: "prod-reports-01", parameters: larger },
      snapshot,
      snapshot,
    ]);
    if (!first || !second || !third) throw new Error("three were asked for");
    for (const request of [first, second, third]) await start(desk, request);

    await desk.drainRuns();

    const asked = await desk.find(second.id);
    expect(asked).toMatchObject({
      status: "pending",
      differences: [{ label: "class", value: "db.m6g.large → db.m6g.2xlarge" }],
    });
    expect(asked.waitsFor).toBeUndefined();
    expect(await statusesOf(desk, [first, third])).toEqual(["executed", "pending"]);
    expect(await desk.eventKinds(third.id)).toEqual(["created", "approved", "approved", "queued", "drifted"]);
  });

  test("is started by the schedule when the word that it is its turn was lost", async () => {
    const desk = await openDesk(bench);
    const [first, second] = await askThree(desk);
    for (const request of [first, second]) await start(desk, request);
    await desk.drainRuns({
      handle: async (step) => {
        if (step.requestId === first.id) await desk.runOperation(step);
      },
    });
    const before = await desk.find(second.id);

    const due = await desk.requests.listDue(new Date(desk.now().getTime() + 180_000), { limit: 1000 });
    await desk.dispatch(second.id);
    await desk.drainRuns();

    expect(due.items).toContain(second.id);
    expect(before.status).toBe("approved");
    expect((await desk.find(second.id)).status).toBe("executed");
  });

  test("looks again when the one before it ends while it is put in the queue", async () => {
    const desk = await openDesk(bench);
    const [first, second] = await askThree(desk);
    await start(desk, first);
    const requests = {
      ...desk.ports.requests,
      save: async (...saved: Parameters<typeof desk.ports.requests.save>) => {
        if (saved[0].event.kind === "queued") await desk.drainRuns();
        return desk.ports.requests.save(...saved);
      },
    };

    await makeRunSteps({ ...desk.ports, requests, times: desk.times })({ requestId: second.id, step: 0 });
    await desk.drainRuns();

    expect(await statusesOf(desk, [first, second])).toEqual(["executed", "executed"]);
    expect(await desk.eventKinds(second.id)).toContain("queued");
  });
});

describe("when processes die", () => {
  test.each(["before", "after"] as const)(
    "%s every fifth of their calls, two on one instance still run one by one",
    async (end) => {
      let died = 1;
      let calls = end === "before" ? 0 : 1;
      for (; died > 0; calls += 5) {
        const desk = await openDesk(bench);
        const requests = await askAll(desk, [snapshot, reboot]);
        await Promise.all(requests.map(({ id }) => desk.dispatch(id)));
        died = await drainByMortals(desk, { calls, end });
        await expectOneByOne(desk, requests);
      }

      expect(calls).toBeGreaterThan(25);
    },
    120_000,
  );
});

async function askThree(desk: Desk): Promise<readonly [ApprovalRequest, ApprovalRequest, ApprovalRequest]> {
  const ask = () => desk.askApproved(snapshot);
  return [await ask(), await ask(), await ask()];
}

async function linesOf(desk: Desk, id: RequestId): Promise<readonly (string | undefined)[]> {
  const events = await desk.events(id);
  return events.filter(({ kind }) => kind === "queued").map((event) => threadLineOf(event)?.text);
}
