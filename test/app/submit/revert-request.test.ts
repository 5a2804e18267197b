import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { create, longestText, type NewRequest } from "../../../src/core/transitions/create.ts";
import { accepted, type Desk, openDesk } from "../../support/desk.ts";
import { at } from "../../support/sample-instance.ts";
import { dana, lena, olga, priya, startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const inverse = { operation: "reboot_instance", parameters: { force_failover: true } } as const;

/** A snapshot of prod-orders-01 with a way back: nothing that makes sense, but what every operation can do. */
async function askRevertible(desk: Desk, changes: Partial<NewRequest> = {}): Promise<ApprovalRequest> {
  const asked = await desk.ask({ operation: "snapshot", instanceId: "prod-orders-01" });
  const change = accepted(create({ ...asked, id: newRequestId(), inverse, ...changes }, desk.now()));
  await desk.requests.create(change, randomUUID());
  return change.request;
}

async function execute(desk: Desk, request: ApprovalRequest): Promise<ApprovalRequest> {
  for (const by of [priya, lena]) await desk.approve(request, by);
  await desk.dispatch(request.id);
  await desk.drainRuns();
  return desk.find(request.id);
}

const byOlga = { by: olga, surface: "slack", correlationId: "click-1" } as const;

test("an executed request is reverted by a request with its recorded values, to be approved like any other", async () => {
  const desk = await openDesk(bench);
  const executed = await execute(desk, await askRevertible(desk));

  const outcome = await desk.revert(executed.id, byOlga);

  expect(executed.status).toBe("executed");
  const reverting = accepted(outcome);
  expect(await desk.find(reverting.id)).toEqual(reverting);
  expect(reverting).toMatchObject({
    status: "pending",
    intent: {
      operation: "reboot_instance",
      instance: { id: "prod-orders-01" },
      parameters: inverse.parameters,
    },
    requestedBy: olga,
    justification: `Reverts ${executed.id}: The migration starts at ten.`,
    requirement: { approvals: 2 },
    reverts: executed.id,
  });
  const [created] = await desk.events(reverting.id);
  expect(created?.details).toMatchObject({ reverts: executed.id });
});

test("a change of the class goes there and back, and nobody has to wait for the inventory in between", async () => {
  const desk = await openDesk(bench);
  const asked = await desk.ask({
    operation: "class",
    instanceId: "prod-reports-01",
    parameters: { instance_class: "db.m6g.xlarge", apply_immediately: "yes" },
  });
  const there = await execute(desk, asked);

  const reverting = accepted(await desk.revert(there.id, byOlga));
  const back = await execute(desk, reverting);

  expect([there.status, back.status]).toEqual(["executed", "executed"]);
  expect(reverting.description.facts).toContainEqual({
    label: "Class",
    value: "db.m6g.xlarge → db.m6g.large",
  });
  expect(await bench.inventory.find(at("prod-reports-01"))).toMatchObject({ instanceClass: "db.m6g.large" });
  const classes = (await desk.rds.changingCalls()).flatMap(
    ({ parameters }) => parameters.DBInstanceClass ?? [],
  );
  expect(classes).toEqual(["db.m6g.xlarge", "db.m6g.large"]);
});

test("a click that is delivered again gets the same request, a later one and another person's one of their own", async () => {
  const desk = await openDesk(bench);
  const executed = await execute(desk, await askRevertible(desk));

  const outcomes = await Promise.all([1, 2, 3].map(() => desk.revert(executed.id, byOlga)));
  const later = accepted(await desk.revert(executed.id, { ...byOlga, correlationId: "click-2" }));
  const other = accepted(await desk.revert(executed.id, { ...byOlga, by: dana, correlationId: "click-3" }));

  const ids = outcomes.map((outcome) => accepted(outcome).id);
  expect(new Set(ids).size).toBe(1);
  expect(new Set([...ids, later.id, other.id]).size).toBe(3);
});

test("the longest justification still fits behind the words that name the original", async () => {
  const desk = await openDesk(bench);
  const asked = await askRevertible(desk, { justification: "a".repeat(longestText) });
  const executed = await execute(desk, asked);

  const { justification } = accepted(await desk.revert(executed.id, byOlga));

  expect(justification).toHaveLength(longestText);
  expect(justification).toMatch(/^Reverts req-\w+: a+…$/);
});

test("a request that has not been executed cannot be reverted", async () => {
  const desk = await openDesk(bench);
  const pending = await askRevertible(desk);

  expect(await desk.revert(pending.id, byOlga)).toEqual({
    ok: false,
    error: { kind: "wrong-status", action: "reverted", status: "pending" },
  });
});

test("what nothing undoes cannot be reverted", async () => {
  const desk = await openDesk(bench);
  const executed = await execute(desk, await askRevertible(desk, { inverse: undefined }));

  expect(await desk.revert(executed.id, byOlga)).toEqual({
    ok: false,
    error: { kind: "not-revertible", why: "nothing undoes it" },
  });
});

test("an instance that was replaced under the same name since then is not meant", async () => {
  const desk = await openDesk(bench);
  const executed = await execute(desk, await askRevertible(desk));
  const known = await bench.inventory.find(at("prod-orders-01"));
  if (!known) throw new Error("prod-orders-01 is not there");
  await bench.inventory.save({ ...known, resourceId: "db-NEW" });

  const outcome = await desk.revert(executed.id, byOlga);
  await bench.inventory.save(known);

  expect(outcome).toEqual({
    ok: false,
    error: { kind: "not-revertible", why: "prod-orders-01 is another instance now" },
  });
});

test("neither an unknown request nor another tenant's is reverted", async () => {
  const desk = await openDesk(bench);
  const foreign = await askRevertible(desk, { tenant: "somebody-else" });
  const ids = [newRequestId(), foreign.id];

  const outcomes = await Promise.all(ids.map((id) => desk.revert(id, byOlga)));

  expect(outcomes).toEqual(
    ids.map((requestId) => ({ ok: false, error: { kind: "unknown-request", requestId } })),
  );
});
