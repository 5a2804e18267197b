import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeDispatchRequest } from "../../../src/app/dispatch-request.ts";
import { makeRecheckScheduled } from "../../../src/app/start/recheck-scheduled.ts";
import type { RequestId } from "../../../src/core/request.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { everyDeath, mortal } from "../../support/mortal.ts";
import { makeRunSteps } from "../../support/run-steps.ts";
import { freezeInMinutes, inMinutes, timed, windowInMinutes } from "../../support/timed-policy.ts";
import { dana, startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";

// All that is scheduled is looked at: each test has tables of its own.
let bench: Workbench;
beforeEach(async () => {
  bench = await startWorkbench();
});
afterEach(() => bench.stop());

const windows = { night: windowInMinutes(60, 180) };
const sales = freezeInMinutes(-5, 300);

async function scheduled(desk: Desk, when?: string): Promise<RequestId> {
  const { id } = await desk.askApproved({ when });
  await desk.dispatch(id);
  expect((await desk.find(id)).status).toBe("scheduled");
  return id;
}

function recheckUnder(desk: Desk, times: Parameters<typeof timed>[1], changes = {}) {
  const policy = timed(bench.policy, { windows, ...times });
  const failed: RequestId[] = [];
  const onFailure = ({ requestId }: { readonly requestId: RequestId }) => void failed.push(requestId);
  const recheck = makeRecheckScheduled({ ...desk.ports, policy, tenant, onFailure, ...changes });
  return { recheck, failed };
}

test("a freeze that was lifted lets go what it held, at once", async () => {
  const desk = await openDesk(bench, { policy: timed(bench.policy, { freezes: [sales] }) });
  const id = await scheduled(desk);

  const policy = timed(bench.policy, { windows, freezes: [] });
  const ports = { ...desk.ports, policy };

  await recheckUnder(desk, { freezes: [] }).recheck();
  const { details } = (await desk.events(id)).at(-1) ?? {};
  desk.pass(2);
  await makeDispatchRequest(ports)(id);
  await desk.drainRuns({ handle: makeRunSteps({ ...ports, times: desk.times }) });

  expect(details).toMatchObject({ why: "as nothing holds it any more", is_held: false });
  expect((await desk.find(id)).status).toBe("executed");
});

test("a new freeze is told of before the moment comes", async () => {
  const desk = await openDesk(bench, { policy: timed(bench.policy, { windows }) });
  const id = await scheduled(desk, "night");

  await recheckUnder(desk, { freezes: [freezeInMinutes(30, 90)] }).recheck();

  expect(await desk.find(id)).toMatchObject({ status: "scheduled", startAt: inMinutes(90) });
  expect((await desk.events(id)).at(-1)?.details).toMatchObject({ is_held: true });
});

test("what starts at the same time as before is left alone, however often it is looked at", async () => {
  const desk = await openDesk(bench, { policy: timed(bench.policy, { windows }) });
  const ids = [
    await scheduled(desk, "night"),
    await scheduled(desk, "maintenance"),
    await scheduled(desk, inMinutes(400).toISOString().slice(0, 16)),
  ];
  const { recheck } = recheckUnder(desk, {});

  for (let time = 1; time <= 3; time += 1) await recheck();

  for (const id of ids) expect(await schedulings(desk, id)).toBe(1);
});

test("what is due already is left to its start", async () => {
  const desk = await openDesk(bench, { policy: timed(bench.policy, { windows }) });
  const id = await scheduled(desk, "night");
  desk.pass(62 * 60);

  await recheckUnder(desk, { freezes: [freezeInMinutes(30, 90)] }).recheck();

  expect(await desk.find(id)).toMatchObject({ status: "scheduled", startAt: inMinutes(60) });
});

test("one that cannot be read keeps no other waiting, is told of, and is looked at again", async () => {
  const desk = await openDesk(bench, { policy: timed(bench.policy, { windows }) });
  const [bad, good] = [await scheduled(desk, "night"), await scheduled(desk, "night")];
  let isReadable = false;
  const requests: typeof desk.requests = {
    ...desk.requests,
    find: (id) =>
      id === bad && !isReadable ? Promise.reject(new Error("unreadable")) : desk.requests.find(id),
  };
  const { recheck, failed } = recheckUnder(desk, { freezes: [freezeInMinutes(30, 90)] }, { requests });

  await expect(recheck()).rejects.toThrow("1 were not looked at again");
  isReadable = true;
  await recheck();

  expect(failed).toEqual([bad]);
  for (const id of [bad, good]) {
    expect(await desk.find(id)).toMatchObject({ startAt: inMinutes(90) });
    expect(await schedulings(desk, id)).toBe(2);
  }
});

describe("wherever a process dies over it, the next one schedules each anew, once", () => {
  /** How many calls it makes for two requests, and some more. */
  const calls = 10;

  test("for a freeze that is new", async () => {
    const desk = await openDesk(bench, { policy: timed(bench.policy, { windows }) });
    const freezes = [freezeInMinutes(30, 90)];
    for (const life of everyDeath(calls)) {
      const ids = [await scheduled(desk, "night"), await scheduled(desk, "night")];
      const { requests, inventory } = desk.ports;

      await recheckUnder(desk, { freezes }, mortal({ requests, inventory }, life))
        .recheck()
        .catch(() => {});
      await recheckUnder(desk, { freezes }).recheck();

      const what = `after call ${life.calls}`;
      for (const id of ids) expect(await schedulings(desk, id), what).toBe(2);
      await cancel(desk, ids);
    }
  }, 60_000);

  test("for one that was lifted", async () => {
    const held = await openDesk(bench, { policy: timed(bench.policy, { freezes: [sales] }) });
    for (const life of everyDeath(calls)) {
      const ids = [await scheduled(held), await scheduled(held)];
      const { requests, inventory } = held.ports;

      await recheckUnder(held, { freezes: [] }, mortal({ requests, inventory }, life))
        .recheck()
        .catch(() => {});
      await recheckUnder(held, { freezes: [] }).recheck();

      for (const id of ids) expect(await schedulings(held, id), `after call ${life.calls}`).toBe(2);
      await cancel(held, ids);
    }
  }, 60_000);
});

async function schedulings(desk: Desk, id: RequestId): Promise<number> {
  return (await desk.eventKinds(id)).filter((kind) => kind === "scheduled").length;
}

async function cancel(desk: Desk, ids: readonly RequestId[]): Promise<void> {
  for (const id of ids) await desk.cancel(id, { by: dana, surface: "api" });
}
