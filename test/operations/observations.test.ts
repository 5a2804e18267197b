import { describe, expect, test } from "vitest";
import { findOperation } from "../../src/operations/catalogue.ts";
import { failoverCluster } from "../../src/operations/failover-cluster.ts";
import type { Operation } from "../../src/operations/frame/operation.ts";
import type { RdsInstance, RdsReader } from "../../src/operations/frame/rds-gateway.ts";
import { modifyInstanceClass } from "../../src/operations/modify-instance-class.ts";
import { rebootInstance } from "../../src/operations/reboot-instance.ts";
import { orders, rdsThatShows, requestId, run } from "./sample-run.ts";

const large = { instance_class: "db.r6g.large" } as const;
const waiting: RdsInstance = { ...orders, pending: { instanceClass: "db.r6g.2xlarge" } };

function outageOf(operation: Operation, given: Parameters<Operation["describe"]>[0], instance = waiting) {
  const { facts } = operation.describe(given, instance, requestId);
  return facts.find(({ label }) => label === "Outage")?.value;
}

describe("taking back what is pending", () => {
  test.each([true, false])(
    "has no trace as long as it is still pending, apply_immediately %s",
    async (apply_immediately) => {
      const { reader } = rdsThatShows({ instance: waiting });

      const observation = await modifyInstanceClass.observe(reader, { ...large, apply_immediately }, run);

      expect(observation).toEqual({ kind: "absent" });
    },
  );

  test("is done when nothing is pending any more", async () => {
    const { reader } = rdsThatShows({ instance: orders });

    const observation = await modifyInstanceClass.observe(reader, { ...large, apply_immediately: true }, run);

    expect(observation.kind).toBe("done");
  });
});

test("a restart is done although the storage is still optimised for hours", async () => {
  const at = new Date("2026-11-20T21:02:00Z");
  const { reader } = rdsThatShows({
    instance: { ...orders, status: "storage-optimization" },
    events: [{ at, message: "DB instance restarted", categories: ["availability"] }],
  });

  const observation = await rebootInstance.observe(reader, { force_failover: false }, run);

  expect(observation).toEqual({
    kind: "done",
    facts: [{ label: "Restarted", value: "2026-11-20 21:02 UTC" }],
    details: { restarted_at: "2026-11-20T21:02:00.000Z" },
  });
});

test.each([
  "Cluster failover failed, check the health of your readers.",
  "Promoting previous primary again: prod-catalog-1.",
])("a cluster that stays with its writer has not failed over: %s", async (message) => {
  const members = [
    { instanceId: "prod-catalog-1", isWriter: true },
    { instanceId: "prod-catalog-2", isWriter: false },
  ];
  const reader: RdsReader = {
    ...rdsThatShows({}).reader,
    findCluster: async (_place, id) => ({ id, status: "available", members }),
    listClusterEvents: async () => [{ at: run.claimedAt, message, categories: ["failover"] }],
  };

  const observation = await failoverCluster.observe(reader, { cluster_id: "prod-catalog" }, run);

  expect(observation).toMatchObject({ kind: "failed", guidance: expect.stringContaining(message) });
});

describe("the outage that the approver reads", () => {
  const window = { backup_window: "05:00-06:00" };
  const backupWindow = findOperation("backup-window");
  if (!backupWindow) throw new Error("there is no backup-window");

  test("says that what is applied besides may interrupt the database", () => {
    const outage = outageOf(backupWindow, { ...window, apply_immediately: true });

    expect(outage).toBe(
      "none: only the time of the daily backup changes; what is also applied may interrupt it besides",
    );
  });

  test("is that of the operation alone where nothing else is applied", () => {
    const outages = [
      outageOf(backupWindow, { ...window, apply_immediately: false }),
      outageOf(backupWindow, { ...window, apply_immediately: true }, orders),
    ];

    expect(new Set(outages)).toEqual(new Set(["none: only the time of the daily backup changes"]));
  });

  test("is a short one where storage leaves the magnetic type", () => {
    const storage = findOperation("storage");
    const given = { storage_gib: 100, storage_type: "gp3", apply_immediately: true };

    expect(storage?.outage(given, { ...orders, storageType: "standard" }).kind).toBe("minutes");
    expect(storage?.outage(given, orders).kind).toBe("hours");
  });
});

test.each([
  [
    "a class change in the maintenance window",
    "class",
    { instance_class: "db.r6g.xlarge", apply_immediately: false },
    orders,
  ],
  [
    "whatever applies a pending class",
    "backup-window",
    { backup_window: "05:00-06:00", apply_immediately: true },
    waiting,
  ],
])("%s restarts the database, and so applies its pending parameters", (_what, name, given, instance) => {
  const facts = findOperation(name)?.collateral(given, { ...instance, hasPendingParameters: true });

  expect(facts?.at(-1)?.value).toBe("pending parameters of default.postgres16");
});
