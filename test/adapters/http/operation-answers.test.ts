import { afterAll, beforeAll, expect, test } from "vitest";
import { evaluatePolicy } from "../../../src/core/policy/evaluate-policy.ts";
import { catalogue, findOperation } from "../../../src/operations/catalogue.ts";
import { openDesk } from "../../support/desk.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openApiDoor } from "./open-api-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

interface Row {
  readonly operation: string;
  readonly on?: string;
  readonly parameters?: object;
  /** What the answer has beside what every answer has. */
  readonly own: object;
}

const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const arn = (id: string) => `arn:aws:rds:eu-central-1:123456789012:snapshot:${id}`;

const rows: readonly Row[] = [
  {
    operation: "create_snapshot",
    parameters: { snapshot_id: "Before-Migration", tags: { ticket: "DB-7" } },
    own: {
      snapshot_id: "before-migration",
      tags: { ticket: "DB-7" },
      snapshot_arn: arn("before-migration"),
      snapshot_create_time: isoTime,
    },
  },
  { operation: "stop_instance", own: { instance_status: "stopped" } },
  { operation: "start_instance", on: "dev-sandbox-01", own: { instance_status: "available" } },
  {
    operation: "modify_backup_window",
    parameters: { backup_window: "05:00-05:30" },
    own: {
      backup_window: "05:00-05:30",
      apply_immediately: true,
      settings: { backup_window: "05:00-05:30" },
    },
  },
  {
    operation: "modify_maintenance_window",
    parameters: { maintenance_window: "mon:03:00-mon:04:00" },
    own: {
      maintenance_window: "mon:03:00-mon:04:00",
      apply_immediately: true,
      settings: { maintenance_window: "mon:03:00-mon:04:00" },
    },
  },
  {
    operation: "modify_deletion_protection",
    parameters: { deletion_protection: "yes" },
    own: { deletion_protection: true, settings: { deletion_protection: true } },
  },
  {
    operation: "enable_enhanced_monitoring",
    parameters: { interval_seconds: 60 },
    own: { interval_seconds: 60, settings: { monitoring_seconds: 60 } },
  },
];

test.each(rows)("$operation answers with its own names", async ({ operation, on, parameters, own }) => {
  const desk = await openDesk(bench);
  const door = openApiDoor(bench, desk);
  const instance_id = on ?? "dev-postgres-01";

  const { status, body } = await door.post({ operation, instance_id, parameters });

  expect({ status, body }).toEqual({
    status: 200,
    body: {
      request_id: expect.stringMatching(/^req-/),
      operation,
      instance_id,
      ...own,
      status: "available",
      duration_seconds: expect.any(Number),
      success: true,
    },
  });
});

test("delete_snapshot answers with the snapshot that is gone", async () => {
  const door = openApiDoor(bench, await openDesk(bench));
  const on = { instance_id: "dev-postgres-01", parameters: { snapshot_id: "short-lived" } };
  await door.post({ operation: "create_snapshot", ...on });

  const { status, body } = await door.post({ operation: "delete_snapshot", ...on });

  expect(status).toBe(200);
  expect(body).toMatchObject({ operation: "delete_snapshot", snapshot_id: "short-lived", success: true });
});

test("each operation that is of low risk in development is tried here, and no other", () => {
  const tried = new Set([...rows.map(({ operation }) => operation), "delete_snapshot"]);

  const low = catalogue.filter((operation) => {
    const question = {
      operation: operation.name,
      environment: "development",
      catalogueRisk: operation.riskIn("development"),
      raisedBy: [],
    };
    return evaluatePolicy(bench.policy, question).requirement.approvals === 0;
  });

  expect(low.map(({ name }) => name).sort()).toEqual([...tried].sort());
});

test.each([
  ["reboot_instance", { force_failover: true }, { force_failover: true }],
  ["create_snapshot", { snapshot_id: null }, { snapshot_id: "orders-req-0123456789" }],
])("%s fills in what was left to the tool, and leaves out what is open", (name, parameters, answer) => {
  const run = { instanceId: "orders", requestId: "req-0123456789" as never };

  expect(findOperation(name)?.answer(parameters, run)).toEqual(answer);
});
