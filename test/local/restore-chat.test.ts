import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { EventNotice } from "../../src/app/ports/event-publisher.ts";
import { restoreChat } from "../../src/local/restore-chat.ts";
import { openDesk } from "../support/desk.ts";
import { dana, startWorkbench, tenant, type Workbench } from "../support/workbench.ts";

let bench: Workbench;
let told: EventNotice[];

beforeAll(async () => {
  bench = await startWorkbench();
});

beforeEach(() => {
  told = [];
});

afterAll(() => bench.stop());

function restore(take: (notice: EventNotice) => boolean = () => true) {
  const publisher = {
    publish: async (notices: readonly EventNotice[]) => {
      told.push(...notices.filter(take));
      return notices.filter((notice) => !take(notice));
    },
  };
  return restoreChat({ ...bench, publisher, tenant });
}

test("each unfinished request, and no finished one, is told of once", async () => {
  const desk = await openDesk(bench);
  const pending = await desk.ask();
  const approved = await desk.askApproved();
  const cancelled = await desk.ask();
  await desk.cancel(cancelled.id, { by: dana, surface: "slack" });

  const restored = await restore();

  const ids = told.map(({ requestId }) => requestId);
  expect(restored).toBe(told.length);
  expect(ids.filter((id) => id === pending.id || id === approved.id).sort()).toEqual(
    [pending.id, approved.id].sort(),
  );
  expect(ids).not.toContain(cancelled.id);
});

test("its cards are to be posted anew, also where a claim was left over; its lines and notices are not", async () => {
  const desk = await openDesk(bench);
  const { id } = await desk.ask();
  const reference = { channel: "C0DBPROD", message: "1795218427.000002" };
  const common = { requestId: id, revision: 0, version: 3, reference };
  const claimedAt = new Date();
  await bench.deliveries.save({ ...common, place: "slack#C0DBPROD#card" });
  await bench.deliveries.save({
    ...common,
    place: "slack#C0DBAPPROVE#card",
    claimedAt,
    reference: undefined,
  });
  await bench.deliveries.save({ ...common, place: "slack#C0DBPROD#line#000001" });

  await restore();

  const deliveries = await bench.deliveries.list(id);
  const left = deliveries.map(({ place, reference, claimedAt, version }) => [
    place,
    { reference, claimedAt, version },
  ]);
  const anew = { reference: undefined, claimedAt: undefined, version: 0 };
  expect(Object.fromEntries(left)).toEqual({
    "slack#C0DBPROD#card": anew,
    "slack#C0DBAPPROVE#card": anew,
    "slack#C0DBPROD#line#000001": { reference, claimedAt: undefined, version: 3 },
  });
});

test("more than a page of them are all told of", async () => {
  const desk = await openDesk(bench);
  const asked = await Promise.all(Array.from({ length: 101 }, () => desk.ask()));

  await restore();

  const ids = new Set(told.map(({ requestId }) => requestId));
  expect(asked.filter(({ id }) => !ids.has(id))).toEqual([]);
});

test("a topic that does not take them all is an error", async () => {
  const desk = await openDesk(bench);
  const { id } = await desk.ask();

  const restoring = restore(({ requestId }) => requestId !== id);

  await expect(restoring).rejects.toThrow(/The topic did not take 1 of \d+ events/);
});
