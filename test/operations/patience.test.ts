import { afterAll, beforeAll, expect, test } from "vitest";
import { findOperation } from "../../src/operations/catalogue.ts";
import { openDesk } from "../support/desk.ts";
import { startWorkbench, type Workbench } from "../support/workbench.ts";
import { modificationRows } from "./modification-rows.ts";
import { rows } from "./rows.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const working = [...rows, ...modificationRows].filter(({ atWork }) => atWork !== undefined);

test.each(working)("a $name that RDS never ends times out after its own patience", async (row) => {
  const desk = await openDesk(bench);
  const patience = findOperation(row.name)?.patienceSeconds ?? 300;
  const parameters = row.given as Record<string, unknown>;
  const request = await desk.askApproved({ operation: row.name, instanceId: row.on, parameters });
  await desk.rds.fault({ action: row.sent.Action, kind: "stuck" });
  await desk.runOperation({ requestId: request.id, step: 0 });

  desk.pass(patience - 10);
  for (const step of await desk.runSteps.take()) await desk.runOperation(step);
  const before = await desk.find(request.id);
  desk.pass(11);
  await desk.drainRuns();
  const after = await desk.find(request.id);

  expect(before.status).toBe("executing");
  expect(after).toMatchObject({ status: "failed", outcome: { result: "timeout" } });
});

test("a snapshot that is not the instance's is left alone, and the requester is told", async () => {
  const desk = await openDesk(bench);
  const request = await desk.askApproved({
    operation: "delete-snapshot",
    instanceId: "dev-postgres-01",
    parameters: { snapshot_id: "somebody-elses" },
  });

  await desk.runOperation({ requestId: request.id, step: 0 });

  expect(await desk.find(request.id)).toMatchObject({
    status: "failed",
    outcome: { guidance: expect.stringContaining("There is no snapshot somebody-elses") },
  });
  expect(await desk.rds.changingCalls()).toEqual([]);
});
