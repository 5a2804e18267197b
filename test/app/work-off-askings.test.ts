import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorkOffDue } from "../../src/app/work-off-due.ts";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import type { RequestId } from "../../src/core/request.ts";
import { approversOf } from "../../src/core/who-decides.ts";
import { askingPolicy } from "../support/asking-policy.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { mortal } from "../support/mortal.ts";
import { lena, priya, startWorkbench, type Workbench } from "../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const told = ["created", "reminded", "escalated", "reminded", "escalated", "expired"];

/** Priya and Tom are asked; Lena after four hours, and Marco after twelve. */
function openTimedDesk(): Promise<Desk> {
  return openDesk(bench, {
    policy: askingPolicy({
      approvers: ["dba-leads"],
      expires_after: "24h",
      remind: { after: "2h", back_off: 3, at_most: 2 },
      escalate: [
        { after: "4h", to: ["lena"] },
        { after: "12h", to: ["marco"] },
      ],
    }),
  });
}

const hours = (count: number) => count * 3600;

test("an asking is reminded of, escalated step by step and ended, each once, however many look after it", async () => {
  const desk = await openTimedDesk();
  const { id } = await desk.ask();

  const kinds: (readonly string[])[] = [];
  for (const passed of [1, 1, 2, 4, 4, 12]) {
    desk.pass(hours(passed));
    await Promise.all([1, 2, 3].map(() => desk.workOffDue(100)));
    kinds.push(await desk.eventKinds(id));
  }

  expect(kinds).toEqual([1, 2, 3, 4, 5, 6].map((count) => told.slice(0, count)));
  expect((await desk.find(id)).status).toBe("expired");
  expect(findBrokenLink(await desk.events(id))).toBeUndefined();
});

test("who is called by a step may decide from then on, like those who were asked first", async () => {
  const desk = await openTimedDesk();
  const asked = await desk.ask();

  desk.pass(hours(5));
  await desk.workOffDue(100);
  const called = await desk.find(asked.id);
  await desk.approve(called, lena);
  const approved = await desk.approve(called, priya);

  expect(approversOf(called)).toContain(lena.id);
  expect(called.status).toBe("escalated");
  expect(approved.status).toBe("approved");
});

test("a time when nobody looked is made up for: all steps, one reminder, and no reminder of what is over", async () => {
  const desk = await openTimedDesk();
  const [late, over] = [await desk.ask(), await desk.ask()];

  desk.pass(hours(13));
  await desk.workOffDue(100);
  const kinds = await desk.eventKinds(late.id);
  await desk.at(new Date(over.expiresAt.getTime() + 1)).workOffDue(100);

  expect(kinds).toEqual(["created", "reminded", "escalated", "escalated"]);
  expect((await desk.find(over.id)).status).toBe("expired");
});

test("a worker that dies between any two calls leaves nothing undone and nothing doubled", async () => {
  const desk = await openTimedDesk();
  const ids: RequestId[] = [];

  for (let calls = 0; calls <= 5; calls += 1) {
    const { id } = await desk.ask();
    ids.push(id);
    desk.pass(hours(4));
    for (const end of ["before", "after"] as const) {
      const ports = mortal({ requests: desk.requests, auditLog: desk.auditLog }, { calls, end });
      const { dispatch } = desk;
      const dying = makeWorkOffDue({ ...desk.ports, ...ports, dispatch, onFailure: () => {} });
      await dying(100).catch(() => undefined);
    }
    desk.pass(660);
    await desk.workOffDue(100);
    expect(await desk.eventKinds(id)).toEqual(["created", "reminded", "escalated"]);
    await desk.at(new Date(desk.now().getTime() + hours(30) * 1000)).workOffDue(100);
  }

  const statuses = await Promise.all(ids.map(async (id) => (await desk.find(id)).status));
  expect(new Set(statuses)).toEqual(new Set(["expired"]));
}, 60_000);
