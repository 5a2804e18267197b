import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { startSchedulePump } from "../../../src/local/host/schedule-pump.ts";

test("the function runs again and again, with the event of a schedule", async () => {
  const events: unknown[] = [];
  const invoke = async (event: unknown) => events.push(event);

  const pump = startSchedulePump({ functionName: "schedule", everyMs: 1, invoke, report: () => {} });

  await vi.waitFor(() => expect(events.length).toBeGreaterThan(2));
  await pump.stop();
  expect(events[0]).toMatchObject({ source: "aws.events", "detail-type": "Scheduled Event" });
});

test("two runs never overlap", async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const invoke = async () => {
    running += 1;
    most = Math.max(most, running);
    await sleep(5);
    running -= 1;
    runs += 1;
  };

  const pump = startSchedulePump({ functionName: "schedule", everyMs: 1, invoke, report: () => {} });

  await vi.waitFor(() => expect(runs).toBeGreaterThan(2));
  await pump.stop();
  expect([most, running]).toEqual([1, 0]);
});

test("an error is reported and the next run comes", async () => {
  const errors: unknown[] = [];
  const invoke = () => Promise.reject(new Error("no"));
  const report = ({ error }: { error: unknown }) => errors.push(error);

  const pump = startSchedulePump({ functionName: "schedule", everyMs: 1, invoke, report });

  await vi.waitFor(() => expect(errors.length).toBeGreaterThan(1));
  await pump.stop();
  expect(errors[0]).toEqual(new Error("no"));
});

test("stopping ends a long wait", async () => {
  let runs = 0;
  const invoke = async () => {
    runs += 1;
  };

  const pump = startSchedulePump({ functionName: "inventory", everyMs: 900_000, invoke, report: () => {} });
  await pump.stop();

  expect(runs).toBe(1);
});
