import { expect, test } from "vitest";
import type { Page, PageQuery, RequestStore } from "../../src/app/ports/request-store.ts";
import { makeWorkOffDue } from "../../src/app/work-off-due.ts";
import { dueAt } from "../../src/core/due-at.ts";
import { type ApprovalRequest, type RequestId, requestIdSchema } from "../../src/core/request.ts";
import { create } from "../../src/core/transitions/create.ts";
import { accepted, askedAt, askedFor, expiresAt, requestIn } from "../core/sample-requests.ts";

const idOf = (number: number) => requestIdSchema.parse(`req-${String(number).padStart(10, "0")}`);

/** A store in memory that counts what is asked of it. */
function makeStore(requests: readonly ApprovalRequest[]) {
  const kept = new Map(requests.map((request) => [request.id, request]));
  const calls = { listDue: 0, find: 0, save: 0, mostListed: 0 };
  const listDue = (now: Date, { limit, cursor = "" }: PageQuery): Page<RequestId> => {
    const due = [...kept.values()]
      .filter((request) => dueAt(request) <= now && request.id > cursor)
      .map(({ id }) => id)
      .toSorted()
      .slice(0, limit);
    calls.listDue += 1;
    calls.mostListed = Math.max(calls.mostListed, due.length);
    return { items: due, next: due.length < limit ? undefined : due.at(-1) };
  };
  const store: Pick<RequestStore, "listDue" | "find" | "save"> = {
    listDue: async (now, query) => listDue(now, query),
    find: async (id) => {
      calls.find += 1;
      return kept.get(id);
    },
    save: async ({ request }) => {
      calls.save += 1;
      kept.set(request.id, request);
      return "saved";
    },
  };
  return { store, calls, kept };
}

function open(requests: readonly ApprovalRequest[], now: Date) {
  const { store, calls, kept } = makeStore(requests);
  const sent: RequestId[] = [];
  const workOffDue = makeWorkOffDue({
    requests: store as RequestStore,
    now: () => now,
    auditLog: { list: async () => [] },
    archive: { keep: async () => "kept" },
    runs: { send: async () => {} },
    dispatch: async (id) => void sent.push(id),
    onFailure: () => {},
  });
  return { workOffDue, calls, kept, sent };
}

test("a backlog of 10,000 is worked off in bounded pages, and each request is read and changed once", async () => {
  const requests = Array.from(
    { length: 10_000 },
    (_, number) => accepted(create(askedFor({}, { id: idOf(number) }), askedAt)).request,
  );
  const { workOffDue, calls, kept } = open(requests, expiresAt);

  const taken = [await workOffDue(5000, { pageSize: 100 }), await workOffDue(5000, { pageSize: 100 })];
  const rest = await workOffDue(5000, { pageSize: 100 });

  expect([...taken, rest]).toEqual([5000, 5000, 0]);
  expect(calls).toEqual({ listDue: 101, find: 20_000, save: 10_000, mostListed: 100 });
  expect([...kept.values()].every(({ status }) => status === "expired")).toBe(true);
}, 60_000);

test("what stays due is passed by, so that what comes after it has its turn in the same run", async () => {
  const waiting = Array.from({ length: 250 }, (_, number) => ({
    ...requestIn("approved"),
    id: idOf(number),
  }));
  const last = { ...requestIn("pending"), id: idOf(999) };
  const { workOffDue, kept, sent } = open([...waiting, last], expiresAt);

  const taken = await workOffDue(5000, { pageSize: 100 });

  expect(taken).toBe(251);
  expect(new Set(sent).size).toBe(250);
  expect(kept.get(last.id)?.status).toBe("expired");
});

test("a run stops between two pages when its time is over", async () => {
  const waiting = Array.from({ length: 250 }, (_, number) => ({
    ...requestIn("approved"),
    id: idOf(number),
  }));
  const { workOffDue, calls } = open(waiting, expiresAt);

  const taken = await workOffDue(5000, { pageSize: 100, hasTime: () => calls.listDue < 2 });

  expect(taken).toBe(200);
});
