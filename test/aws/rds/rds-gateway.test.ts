import { expect, onTestFinished, test, vi } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { makeRdsClients } from "../../../src/aws/rds/rds-clients.ts";
import { makeRdsGateway } from "../../../src/aws/rds/rds-gateway.ts";
import { requestIdSchema } from "../../../src/core/request.ts";
import { startLocalRds } from "../../../src/local/rds/local-rds.ts";
import { makeInstance, sampleInstances } from "../../../src/local/rds/sample-instances.ts";
import type { RdsCommand } from "../../../src/operations/frame/rds-gateway.ts";

const carrier = { id: requestIdSchema.parse("req-0000000001"), environment: "production" };

const place = { account: "123456789012", region: "eu-central-1" };

const bounds = { connectionMilliseconds: 2000, requestMilliseconds: 2000 };

async function start(options: Parameters<typeof startLocalRds>[0] = {}) {
  const server = await startLocalRds({ speed: 50, ...options });
  onTestFinished(() => server.stop());
  const clients = makeRdsClients(
    {
      endpoint: server.url,
      region: place.region,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    },
    bounds,
  );
  return {
    rds: makeRdsGateway(clients),
    fault: (content: unknown) =>
      fetch(`${server.url}/_control/faults`, { method: "POST", body: JSON.stringify(content) }),
    calls: async () =>
      (await (await fetch(`${server.url}/_control/calls`)).json()) as readonly { action: string }[],
  };
}

const snapshot: RdsCommand = {
  action: "CreateDBSnapshot",
  snapshotId: "before-migration",
  instanceId: "dev-postgres-01",
  tags: { "countersign:request-id": "req-0000000001", note: "a=b + ü@ö" },
};

test("an instance is found with its identity, its state and its tags", async () => {
  const { rds } = await start();

  const found = await rds.findInstance(place, "prod-orders-01");

  expect(found).toEqual({
    id: "prod-orders-01",
    account: "123456789012",
    region: "eu-central-1",
    resourceId: makeInstance({ id: "prod-orders-01" }).resourceId,
    status: "available",
    engine: "postgres",
    engineVersion: "16.4",
    instanceClass: "db.r6g.xlarge",
    isMultiAz: true,
    storageType: "gp3",
    allocatedStorageGib: 500,
    iops: 12_000,
    backupRetentionDays: 14,
    backupWindow: "02:00-02:30",
    maintenanceWindow: "sun:03:30-sun:04:30",
    monitoringIntervalSeconds: 60,
    parameterGroup: "default.postgres16",
    hasDeletionProtection: true,
    clusterId: undefined,
    replicas: ["prod-orders-01-replica"],
    replicaOf: undefined,
    pending: { instanceClass: "db.r6g.2xlarge" },
    hasPendingParameters: false,
    tags: { Environment: "production", Team: "orders" },
  });
});

test("what does not exist is not found, and neither is an empty name", async () => {
  const { rds } = await start();

  expect(await rds.findInstance(place, "nowhere")).toBeUndefined();
  expect(await rds.findInstance(place, "")).toBeUndefined();
  expect(await rds.findSnapshot(place, "nothing")).toBeUndefined();
  expect(await rds.findCluster(place, "nowhere")).toBeUndefined();
  expect(await rds.findCluster(place, "")).toBeUndefined();
});

test("a snapshot is made as commanded, and found by its tags until it is available", async () => {
  const { rds } = await start();

  const answer = await rds.call(place, snapshot, carrier);

  expect(answer).toEqual({ ok: true, value: undefined });
  await vi.waitFor(
    async () => {
      expect(await rds.findSnapshot(place, "before-migration")).toEqual({
        id: "before-migration",
        arn: "arn:aws:rds:eu-central-1:123456789012:snapshot:before-migration",
        type: "manual",
        resourceId: makeInstance({ id: "dev-postgres-01" }).resourceId,
        status: "available",
        percent: 100,
        createdAt: expect.any(Date),
        tags: snapshot.action === "CreateDBSnapshot" ? snapshot.tags : {},
      });
    },
    { timeout: 10_000, interval: 20 },
  );
});

test("a reboot is made as commanded, and its events are told, the oldest first", async () => {
  const { rds, calls } = await start();
  const since = new Date(Date.now() - 1000);

  const reboot = { action: "RebootDBInstance", instanceId: "prod-orders-01", forceFailover: true } as const;

  const answer = await rds.call(place, reboot, carrier);

  expect(answer.ok).toBe(true);
  expect(await calls()).toMatchObject([{ parameters: { ForceFailover: "true" } }]);
  await vi.waitFor(
    async () => {
      const events = await rds.listEvents(place, "prod-orders-01", since);
      expect(events.length).toBeGreaterThan(1);
      expect(events).toEqual(events.toSorted((one, other) => one.at.getTime() - other.at.getTime()));
      expect(events.at(-1)).toEqual({
        at: expect.any(Date),
        message: expect.any(String),
        categories: expect.arrayContaining([expect.any(String)]),
      });
    },
    { timeout: 10_000, interval: 20 },
  );
});

test("a cluster is found with its members, and its own events are told", async () => {
  const { rds } = await start();
  const since = new Date(Date.now() - 1000);

  const failover = { action: "FailoverDBCluster", clusterId: "prod-catalog" } as const;

  const before = await rds.findCluster(place, "prod-catalog");
  const answer = await rds.call(place, failover, carrier);
  const during = await rds.findCluster(place, "prod-catalog");

  expect(answer.ok).toBe(true);
  expect(before).toEqual({
    id: "prod-catalog",
    status: "available",
    members: [
      { instanceId: "prod-catalog-1", isWriter: true },
      { instanceId: "prod-catalog-2", isWriter: false },
    ],
  });
  expect(during?.status).toBe("failing-over");
  await vi.waitFor(
    async () => {
      const events = await rds.listClusterEvents(place, "prod-catalog", since);
      expect(events.map(({ message }) => message)).toEqual([
        "Started cross AZ failover to DB instance: prod-catalog-2",
        "Completed failover to DB instance: prod-catalog-2",
      ]);
    },
    { timeout: 10_000, interval: 20 },
  );
  expect(await rds.listEvents(place, "prod-catalog-1", since)).toEqual([]);
});

test("events since the future or since long ago can be asked for", async () => {
  const { rds } = await start();

  expect(await rds.listEvents(place, "prod-orders-01", new Date(Date.now() + 60_000))).toEqual([]);
  expect(await rds.listEvents(place, "prod-orders-01", new Date(0))).toEqual([]);
});

test("all instances are listed over the pages of a large account", async () => {
  const instances = Array.from({ length: 230 }, (_, index) => ({
    id: `db-${String(index).padStart(3, "0")}`,
  }));
  const { rds } = await start({ instances });

  const found: string[] = [];
  for await (const { id } of rds.listInstances()) found.push(id);

  expect(found).toEqual(instances.map(({ id }) => id));
});

test.each([
  ["DBInstanceNotFound", { ...snapshot, instanceId: "nowhere" }],
  ["InvalidDBInstanceState", { ...snapshot, instanceId: "dev-sandbox-01" }],
] as const)("RDS's %s is a rejection by the API's own code", async (code, command) => {
  const { rds } = await start({ instances: sampleInstances });

  const answer = await rds.call(place, command, carrier);

  expect(answer).toEqual({ ok: false, error: { code, message: expect.stringMatching(/.+/) } });
});

test.each(["SnapshotQuotaExceeded", "InvalidParameterCombination", "KMSKeyNotAccessibleFault"])(
  "an answer of %s is a rejection, without `Fault`, and the call is not made again",
  async (code) => {
    const { rds, fault, calls } = await start();
    await fault({ action: "CreateDBSnapshot", kind: "error", code, message: "RDS's own words" });

    const answer = await rds.call(place, snapshot, carrier);

    expect(answer).toEqual({
      ok: false,
      error: { code: code.replace("Fault", ""), message: "RDS's own words" },
    });
    expect(await calls()).toHaveLength(1);
  },
);

test("a missing permission is a rejection that names it, and not the role, its session or its key", async () => {
  const { rds, fault } = await start();
  const message = "User: arn:aws:sts::123456789012:assumed-role/run/ASIAABCDEFGHIJKLMNOP is not authorized";
  await fault({ action: "CreateDBSnapshot", kind: "error", code: "AccessDenied", message });
  await fault({ action: "CreateDBSnapshot", kind: "error", code: "InvalidParameterValue", message });

  const denied = await rds.call(place, snapshot, carrier);
  const invalid = await rds.call(place, snapshot, carrier);

  expect(denied).toMatchObject({
    error: { code: "AccessDenied", message: expect.stringContaining("rds:CreateDBSnapshot") },
  });
  expect(JSON.stringify([denied, invalid])).not.toContain("ASIA");
  expect(JSON.stringify(denied)).not.toContain("arn:");
});

test.each([
  ["throttled", { kind: "error", code: "Throttling" }],
  ["throttled in other words", { kind: "error", code: "RequestLimitExceeded", status: 503 }],
  ["met by a fault of RDS", { kind: "error", code: "InternalFailure" }],
  ["sent with expired credentials", { kind: "error", code: "ExpiredToken", status: 403 }],
  ["sent with rejected credentials", { kind: "error", code: "InvalidClientTokenId", status: 403 }],
  ["never answered", { kind: "hang" }],
  ["cut off before the work", { kind: "drop-before" }],
  ["cut off after the work", { kind: "drop-after" }],
])("a call that is %s is a gateway error with its cause, and is made once", async (_, content) => {
  const { rds, fault, calls } = await start();
  await fault({ action: "CreateDBSnapshot", ...content });

  const failure = await rds.call(place, snapshot, carrier).catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(GatewayError);
  expect((failure as GatewayError).cause).toBeInstanceOf(Error);
  expect(await calls()).toHaveLength(1);
});

test("a call that was cut off after the work has been carried out, and is found", async () => {
  const { rds, fault } = await start();
  await fault({ action: "CreateDBSnapshot", kind: "drop-after" });

  await expect(rds.call(place, snapshot, carrier)).rejects.toThrow(GatewayError);

  expect(await rds.findSnapshot(place, "before-migration")).toMatchObject({ tags: { note: "a=b + ü@ö" } });
});

test("a question is asked again when RDS throttles or drops it", async () => {
  const { rds, fault, calls } = await start();
  await fault({ action: "DescribeDBInstances", kind: "error", code: "Throttling" });
  await fault({ action: "DescribeDBInstances", kind: "drop-before" });

  const found = await rds.findInstance(place, "dev-postgres-01");

  expect(found?.id).toBe("dev-postgres-01");
  expect(await calls()).toHaveLength(3);
});

test.each([
  ["findInstance", "DescribeDBInstances"],
  ["findSnapshot", "DescribeDBSnapshots"],
  ["findCluster", "DescribeDBClusters"],
] as const)("a %s that keeps failing is a gateway error", async (question, action) => {
  const { rds, fault } = await start();
  await fault({ action, kind: "error", code: "ServiceUnavailable", times: 20 });

  await expect(rds[question](place, "dev-postgres-01")).rejects.toThrow(GatewayError);
});

test("a list of instances or events that breaks off is a gateway error", async () => {
  const { rds, fault } = await start();
  await fault({ action: "*", kind: "drop-before", times: 50 });

  const listing = (async () => {
    for await (const _ of rds.listInstances());
  })();

  await expect(listing).rejects.toThrow(GatewayError);
  await expect(rds.listEvents(place, "dev-postgres-01", new Date(0))).rejects.toThrow(GatewayError);
});

test("a question for another region goes to that region, and a change is tried once", async () => {
  const clients = makeRdsClients({ region: "eu-central-1" }, bounds);
  const elsewhere = { ...place, region: "us-east-1" };

  const caller = await clients.caller(elsewhere, snapshot, carrier);

  expect(await clients.reader(elsewhere).config.region()).toBe("us-east-1");
  expect(await clients.reader(undefined).config.region()).toBe("eu-central-1");
  expect(clients.reader(elsewhere)).toBe(clients.reader({ ...elsewhere }));
  expect(caller.ok && (await caller.value.config.region())).toBe("us-east-1");
  expect(caller.ok && (await caller.value.config.maxAttempts())).toBe(1);
});
