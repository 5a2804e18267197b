import { expect, onTestFinished, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { requestIdSchema } from "../../../src/core/request.ts";
import { type InstanceSpec, makeInstance, sampleInstances } from "../../../src/local/rds/sample-instances.ts";
import { startRdsDesk } from "../../support/rds-desk.ts";

const place = { account: "123456789012", region: "eu-central-1" };
const carrier = { id: requestIdSchema.parse("req-0000000001"), environment: "production" };
const access = { region: place.region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };

async function start(instances: readonly InstanceSpec[] = sampleInstances) {
  const rds = await startRdsDesk(access, { instances, requestMilliseconds: 2000 });
  onTestFinished(() => rds.stop());
  return rds;
}

const resourceIdOf = (id: string) => makeInstance({ id }).resourceId;

test("an instance is found with the time that it can be restored to", async () => {
  const { details } = await start();

  const orders = await details.findInstance(place, "prod-orders-01");
  const replica = await details.findInstance(place, "prod-orders-01-replica");

  expect(orders).toMatchObject({ instanceClass: "db.r6g.xlarge", replicas: ["prod-orders-01-replica"] });
  expect(Date.now() - (orders?.latestRestorableTime?.getTime() ?? 0)).toBeLessThan(10 * 60_000);
  expect(replica).toMatchObject({ replicaOf: "prod-orders-01", latestRestorableTime: undefined });
});

test("an instance that is not there is not found", async () => {
  const { details } = await start();

  expect(await details.findInstance(place, "nowhere")).toBeUndefined();
  expect(await details.findInstance(place, "")).toBeUndefined();
});

test("replicas are asked for together, and tell whether they replicate", async () => {
  const { details, calls } = await start([
    { id: "main" },
    { id: "one", replicaOf: "main" },
    { id: "two", replicaOf: "main", stoppedAt: Date.now() },
  ]);

  const replicas = await details.listReplicas(place, ["one", "two", "gone"]);

  expect(replicas).toEqual([
    { id: "one", status: "available", replication: "replicating" },
    { id: "two", status: "stopped", replication: "stopped" },
  ]);
  expect(await calls()).toHaveLength(1);
});

test("no replicas are no question", async () => {
  const { details, calls } = await start();

  expect(await details.listReplicas(place, [])).toEqual([]);
  expect(await calls()).toEqual([]);
});

test("the newest snapshot is found on the last of several pages, whoever made it", async () => {
  const { details, gateway, calls } = await start([
    { id: "other" },
    { id: "main", backupRetentionPeriod: 150 },
  ]);

  const automated = await details.findNewestSnapshot(place, resourceIdOf("main"));
  const pages = (await calls()).length;
  const manual = { action: "CreateDBSnapshot", snapshotId: "new", instanceId: "main", tags: {} } as const;
  await gateway.call(place, manual, carrier);

  expect(pages).toBe(2);
  expect(automated?.type).toBe("automated");
  expect(Date.now() - (automated?.createdAt.getTime() ?? 0)).toBeLessThan(24 * 3_600_000);
  await expect
    .poll(async () => (await details.findNewestSnapshot(place, resourceIdOf("main")))?.type)
    .toBe("manual");
});

test("a snapshot that is still being made is none yet", async () => {
  const { details, gateway, fault } = await start([{ id: "main", backupRetentionPeriod: 0 }]);
  await fault({ action: "CreateDBSnapshot", kind: "stuck" });
  await gateway.call(
    place,
    { action: "CreateDBSnapshot", snapshotId: "new", instanceId: "main", tags: {} },
    carrier,
  );

  expect(await details.findNewestSnapshot(place, resourceIdOf("main"))).toBeUndefined();
});

test("maintenance is told of the instance that is meant, with its date", async () => {
  const dueAt = Date.UTC(2027, 0, 3, 3, 30);
  const { details } = await start([
    { id: "other", maintenance: [{ action: "db-upgrade", description: "Another's", dueAt: null }] },
    {
      id: "main",
      maintenance: [
        { action: "system-update", description: "New OS", dueAt },
        { action: "db-upgrade", description: "Minor version", dueAt: null },
      ],
    },
  ]);

  expect(await details.listMaintenance(place, "main")).toEqual([
    { action: "system-update", description: "New OS", dueAt: new Date(dueAt) },
    { action: "db-upgrade", description: "Minor version", dueAt: undefined },
  ]);
  expect(await details.listMaintenance(place, "nowhere")).toEqual([]);
});

test.each([
  { action: "DescribeDBInstances", ask: "findInstance" },
  { action: "DescribeDBInstances", ask: "listReplicas" },
  { action: "DescribeDBSnapshots", ask: "findNewestSnapshot" },
  { action: "DescribePendingMaintenanceActions", ask: "listMaintenance" },
] as const)("$ask throws a GatewayError when RDS does not answer", async ({ action, ask }) => {
  const { details, fault } = await start();
  await fault({ action, kind: "error", code: "InternalFailure", times: 20 });
  const question = {
    findInstance: () => details.findInstance(place, "prod-orders-01"),
    listReplicas: () => details.listReplicas(place, ["prod-orders-01-replica"]),
    findNewestSnapshot: () => details.findNewestSnapshot(place, "db-1"),
    listMaintenance: () => details.listMaintenance(place, "prod-orders-01"),
  }[ask];

  await expect(question()).rejects.toThrow(GatewayError);
});
