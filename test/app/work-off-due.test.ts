import { afterEach, beforeEach, expect, test } from "vitest";
import { makeWorkOffDue } from "../../src/app/work-off-due.ts";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import type { RequestId } from "../../src/core/request.ts";
import { openDesk } from "../support/desk.ts";
import { timed, windowInMinutes } from "../support/timed-policy.ts";
import { dana, priya, startWorkbench, type Workbench } from "../support/workbench.ts";

// What is due is due for all: each test has tables of its own.
let bench: Workbench;
beforeEach(async () => {
  bench = await startWorkbench();
});
afterEach(() => bench.stop());

const slow = { speed: 0.01 } as const;

test("an open request expires when its time is over, and not a moment before", async () => {
  const desk = await openDesk(bench);
  const request = await desk.ask();
  await desk.approve(request, priya);

  const early = await desk.at(new Date(request.expiresAt.getTime() - 1)).workOffDue(10);
  const before = await desk.find(request.id);
  const due = await desk.at(request.expiresAt).workOffDue(10);

  expect([early, before.status, due]).toEqual([0, "pending", 1]);
  expect((await desk.find(request.id)).status).toBe("expired");
  const events = await desk.events(request.id);
  expect(events.at(-1)).toMatchObject({ kind: "expired", actor: "system:schedule", status: "expired" });
  expect(findBrokenLink(events)).toBeUndefined();
});

test("what is worked off is not due again, and many at once do it once", async () => {
  const desk = await openDesk(bench);
  const request = await desk.ask();
  desk.pass(25 * 3600);

  await Promise.all(Array.from({ length: 5 }, () => desk.workOffDue(10)));
  const again = await desk.workOffDue(10);

  expect(again).toBe(0);
  expect(await desk.eventKinds(request.id)).toEqual(["created", "expired"]);
});

test("an approved request that never was sent to run is sent after two minutes", async () => {
  const desk = await openDesk(bench);
  const request = await desk.askApproved();

  desk.pass(110);
  const early = await desk.workOffDue(10);
  desk.pass(15);
  const due = await desk.workOffDue(10);
  await desk.drainRuns();

  expect([early, due]).toEqual([0, 1]);
  expect((await desk.find(request.id)).status).toBe("executed");
});

test.each([
  ["before the call was recorded", "drop-after"],
  ["after it", undefined],
])("a run whose message was lost %s goes on, and RDS is called once", async (_when, kind) => {
  const desk = await openDesk(bench);
  const request = await desk.askApproved();
  if (kind) await desk.rds.fault({ action: "CreateDBSnapshot", kind });
  await desk.runOperation({ requestId: request.id, step: 0 }).catch(() => undefined);
  await desk.runSteps.take();

  const early = await desk.workOffDue(10);
  desk.pass(60 + 121);
  await desk.workOffDue(10);
  await desk.drainRuns();

  expect(early).toBe(0);
  expect((await desk.find(request.id)).status).toBe("executed");
  expect(await desk.rds.changingCalls()).toHaveLength(1);
});

test("a run that is sent on its way twice takes no step twice", async () => {
  const desk = await openDesk(bench, slow);
  const request = await desk.askApproved();
  await desk.runOperation({ requestId: request.id, step: 0 });
  desk.pass(121);

  for (let time = 1; time <= 3; time += 1) await desk.workOffDue(10);
  const steps = await desk.runSteps.take();
  await Promise.all(steps.map((step) => desk.runOperation(step)));

  expect(steps).toEqual(Array(4).fill({ requestId: request.id, step: 1 }));
  expect((await desk.eventKinds(request.id)).filter((kind) => kind === "progressed")).toHaveLength(2);
});

test("one page is worked off at a time, the longest due first", async () => {
  const desk = await openDesk(bench);
  const ids = [];
  for (let number = 1; number <= 7; number += 1) {
    ids.push((await desk.ask()).id);
    desk.pass(60);
  }
  desk.pass(25 * 3600);

  const first = await desk.workOffDue(3);
  const statuses = await Promise.all(ids.map(async (id) => (await desk.find(id)).status));
  const rest = [await desk.workOffDue(3), await desk.workOffDue(3), await desk.workOffDue(3)];

  expect(first).toBe(3);
  expect(statuses).toEqual([...Array(3).fill("expired"), ...Array(4).fill("pending")]);
  expect(rest).toEqual([3, 1, 0]);
});

test("a request that is decided or cancelled has nothing due", async () => {
  const desk = await openDesk(bench);
  const cancelled = await desk.ask();
  await desk.cancel(cancelled.id, { by: dana, surface: "slack" });
  const executed = await desk.askApproved();
  await desk.dispatch(executed.id);
  await desk.drainRuns();

  desk.pass(100 * 3600);

  expect(await desk.workOffDue(10)).toBe(0);
});

test("one request that cannot be worked off keeps no other waiting, and is told of", async () => {
  const desk = await openDesk(bench);
  const [bad, good] = [await desk.ask(), await desk.ask()];
  desk.pass(25 * 3600);
  const requests: typeof desk.requests = {
    ...desk.requests,
    find: (id) => (id === bad.id ? Promise.reject(new Error("unreadable")) : desk.requests.find(id)),
  };
  const failed: RequestId[] = [];
  const workOffDue = makeWorkOffDue({
    ...desk.ports,
    requests,
    dispatch: desk.dispatch,
    onFailure: ({ requestId }) => failed.push(requestId),
  });

  const outcome = workOffDue(10);

  await expect(outcome).rejects.toThrow(AggregateError);
  expect(failed).toEqual([bad.id]);
  expect((await desk.find(good.id)).status).toBe("expired");
});

test("a scheduled request starts when its time has come, once, however many look after it", async () => {
  const desk = await openDesk(bench, {
    policy: timed(bench.policy, { windows: { night: windowInMinutes(60, 180) } }),
  });
  const { id } = await desk.askApproved({ when: "night" });
  await desk.dispatch(id);

  const early = await desk.workOffDue(10);
  desk.pass(61 * 60);
  await Promise.all(Array.from({ length: 4 }, () => desk.workOffDue(10)));
  await desk.drainRuns({ copies: 3 });

  expect(early).toBe(0);
  expect((await desk.find(id)).status).toBe("executed");
  expect(await desk.rds.changingCalls()).toHaveLength(1);
});

test("a page full of requests that always fail does not keep the later ones waiting for ever", async () => {
  const desk = await openDesk(bench);
  const bad = [await desk.ask(), await desk.ask(), await desk.ask()].map(({ id }) => id);
  desk.pass(60);
  const good = await desk.ask();
  desk.pass(25 * 3600);
  const failed: RequestId[] = [];
  const requests: typeof desk.requests = {
    ...desk.requests,
    find: (id) => (bad.includes(id) ? Promise.reject(new Error("unreadable")) : desk.requests.find(id)),
  };
  const { dispatch } = desk;
  const onFailure = ({ requestId }: { readonly requestId: RequestId }) => void failed.push(requestId);
  const workOffDue = makeWorkOffDue({ ...desk.ports, requests, dispatch, onFailure });

  const first = workOffDue(3);
  await expect(first).rejects.toThrow(AggregateError);
  const second = await workOffDue(3);
  desk.pass(11 * 60);
  const third = workOffDue(3);
  await expect(third).rejects.toThrow(AggregateError);

  expect(second).toBe(1);
  expect((await desk.find(good.id)).status).toBe("expired");
  expect(failed.toSorted()).toEqual([...bad, ...bad].toSorted());
});
