import {
  DBInstanceNotFoundFault,
  DescribeDBSnapshotsCommand,
  DescribePendingMaintenanceActionsCommand,
  type DescribePendingMaintenanceActionsCommandInput,
} from "@aws-sdk/client-rds";
import { expect, test } from "vitest";
import { automatedSnapshots } from "../../../src/local/rds/automated-snapshots.ts";
import { type InstanceSpec, makeInstance } from "../../../src/local/rds/sample-instances.ts";
import { home, type World } from "../../../src/local/rds/world.ts";
import { startRdsUnderTest } from "./rds-under-test.ts";

const now = Date.UTC(2026, 10, 21, 1, 30);

function worldOf(...instances: readonly InstanceSpec[]): World {
  return {
    version: 1,
    place: home,
    instances: instances.map((spec) => makeInstance(spec)),
    clusters: [],
    snapshots: [],
    events: [],
  };
}

test("only instances with something to be maintained are told of", async () => {
  const { client } = await startRdsUnderTest();

  const { PendingMaintenanceActions } = await client.send(new DescribePendingMaintenanceActionsCommand({}));

  expect(PendingMaintenanceActions).toEqual([
    {
      ResourceIdentifier: "arn:aws:rds:eu-central-1:123456789012:db:prod-payments-01",
      PendingMaintenanceActionDetails: [
        { Action: "system-update", Description: "New Operating System update is available" },
      ],
    },
  ]);
});

test("one instance's maintenance is asked for by its ARN or by filter", async () => {
  const { client } = await startRdsUnderTest();
  const arn = "arn:aws:rds:eu-central-1:123456789012:db:prod-payments-01";
  const ask = async (input: DescribePendingMaintenanceActionsCommandInput) =>
    (await client.send(new DescribePendingMaintenanceActionsCommand(input))).PendingMaintenanceActions;

  expect(await ask({ ResourceIdentifier: arn })).toHaveLength(1);
  expect(await ask({ Filters: [{ Name: "db-instance-id", Values: ["prod-payments-01"] }] })).toHaveLength(1);
  expect(await ask({ Filters: [{ Name: "db-instance-id", Values: ["legacy-crm"] }] })).toEqual([]);
  await expect(ask({ ResourceIdentifier: `${arn}-gone` })).rejects.toThrow(DBInstanceNotFoundFault);
  await expect(ask({ Filters: [{ Name: "colour", Values: ["red"] }] })).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
});

test("there is one backup for each day that they are kept, the newest of the last window", () => {
  const world = worldOf({ id: "main", backupWindow: "02:00-02:30", backupRetentionPeriod: 3 });

  expect(automatedSnapshots(world, now).map(({ id }) => id)).toEqual([
    "rds:main-2026-11-20-02-00",
    "rds:main-2026-11-19-02-00",
    "rds:main-2026-11-18-02-00",
  ]);
});

test.each([
  { why: "backups are off", instance: { id: "main", backupRetentionPeriod: 0 } },
  { why: "its cluster makes them", instance: { id: "main", clusterId: "cluster" } },
  { why: "it was made after the last window", instance: { id: "main", createdAt: now - 60_000 } },
])("there is none where $why", ({ instance }) => {
  expect(automatedSnapshots(worldOf(instance), now)).toEqual([]);
});

test("a database that stands still has no newer one than its last day at work", () => {
  const stoppedAt = Date.UTC(2026, 10, 10, 12);

  const [newest] = automatedSnapshots(worldOf({ id: "main", stoppedAt }), now);

  expect(newest?.id).toBe("rds:main-2026-11-10-02-00");
});

test("automated and manual ones are told apart", async () => {
  const { client } = await startRdsUnderTest();
  const count = async (SnapshotType?: string) => {
    const input = { DBInstanceIdentifier: "dev-postgres-01", ...(SnapshotType && { SnapshotType }) };
    return (await client.send(new DescribeDBSnapshotsCommand(input))).DBSnapshots?.length;
  };

  expect([await count(), await count("automated"), await count("manual")]).toEqual([1, 1, 0]);
});
