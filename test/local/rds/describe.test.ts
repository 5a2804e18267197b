import {
  DBClusterNotFoundFault,
  DBInstanceNotFoundFault,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ListTagsForResourceCommand,
  paginateDescribeDBInstances,
} from "@aws-sdk/client-rds";
import { expect, test } from "vitest";
import { startRdsUnderTest } from "./rds-under-test.ts";

const many = Array.from({ length: 45 }, (_, index) => ({ id: `db-${String(index).padStart(2, "0")}` }));

test("the samples span environments, tags and situations", async () => {
  const { client } = await startRdsUnderTest();

  const { DBInstances = [] } = await client.send(new DescribeDBInstancesCommand({}));

  const tagsOf = new Map(DBInstances.map((db) => [db.DBInstanceIdentifier, db.TagList]));
  expect(DBInstances.length).toBeGreaterThanOrEqual(10);
  expect(tagsOf.get("prod-orders-01")).toContainEqual({ Key: "Environment", Value: "production" });
  expect(tagsOf.get("staging-payments-01")).toEqual([{ Key: "env", Value: "staging" }]);
  expect(tagsOf.get("analytics-etl")).toEqual([{ Key: "Stage", Value: "prod" }]);
  expect(tagsOf.get("legacy-crm") ?? []).toEqual([]);
  expect(DBInstances.map((db) => db.DBInstanceStatus)).toContain("stopped");
});

test("an instance carries the attributes RDS gives it", async () => {
  const { instance } = await startRdsUnderTest();

  const orders = await instance("prod-orders-01");

  expect(orders).toMatchObject({
    DBInstanceArn: "arn:aws:rds:eu-central-1:123456789012:db:prod-orders-01",
    DbiResourceId: expect.stringMatching(/^db-[A-Z2-7]{26}$/),
    DBInstanceClass: "db.r6g.xlarge",
    DBInstanceStatus: "available",
    Engine: "postgres",
    EngineVersion: "16.4",
    MultiAZ: true,
    AllocatedStorage: 500,
    StorageType: "gp3",
    Iops: 12000,
    PreferredBackupWindow: "02:00-02:30",
    PreferredMaintenanceWindow: "sun:03:30-sun:04:30",
    BackupRetentionPeriod: 14,
    LatestRestorableTime: expect.any(Date),
    InstanceCreateTime: expect.any(Date),
    DeletionProtection: true,
    MonitoringInterval: 60,
    PendingModifiedValues: { DBInstanceClass: "db.r6g.2xlarge" },
    ReadReplicaDBInstanceIdentifiers: ["prod-orders-01-replica"],
    DBParameterGroups: [{ DBParameterGroupName: "default.postgres16", ParameterApplyStatus: "in-sync" }],
    Endpoint: { Address: expect.stringMatching(/^prod-orders-01\..+\.rds\.amazonaws\.com$/), Port: 5432 },
  });
});

test("a replica names its source, and has no restorable time without backups", async () => {
  const { instance } = await startRdsUnderTest();

  const replica = await instance("prod-orders-01-replica");

  expect(replica.ReadReplicaSourceDBInstanceIdentifier).toBe("prod-orders-01");
  expect(replica.LatestRestorableTime).toBeUndefined();
});

test("the client's paginator sees every instance once", async () => {
  const { client } = await startRdsUnderTest({ instances: many });

  const pages: (string | undefined)[][] = [];
  for await (const { DBInstances = [] } of paginateDescribeDBInstances({ client, pageSize: 20 }, {})) {
    pages.push(DBInstances.map((db) => db.DBInstanceIdentifier));
  }

  expect(pages.map(({ length }) => length)).toEqual([20, 20, 5]);
  expect(pages.flat()).toEqual(many.map(({ id }) => id));
});

test("a page that ends with the last instance has no marker", async () => {
  const { client } = await startRdsUnderTest({ instances: many.slice(0, 20) });

  const page = await client.send(new DescribeDBInstancesCommand({ MaxRecords: 20 }));

  expect(page.Marker).toBeUndefined();
});

test.each([{ MaxRecords: 19 }, { MaxRecords: 101 }, { Marker: "not one of ours!" }])(
  "a page asked for by %o is refused",
  async (input) => {
    const { client } = await startRdsUnderTest();

    const refused = client.send(new DescribeDBInstancesCommand(input));

    await expect(refused).rejects.toMatchObject({ name: "InvalidParameterValue" });
  },
);

test("an instance is found by its ARN and in any case, by filters too", async () => {
  const { client, instance } = await startRdsUnderTest();

  const byArn = await instance("arn:aws:rds:eu-central-1:123456789012:db:legacy-crm");
  const byCase = await instance("Legacy-CRM");
  const filtered = await client.send(
    new DescribeDBInstancesCommand({
      Filters: [{ Name: "db-instance-id", Values: ["legacy-crm", "nobody"] }],
    }),
  );

  expect(byCase.DbiResourceId).toBe(byArn.DbiResourceId);
  expect(filtered.DBInstances?.map((db) => db.DBInstanceIdentifier)).toEqual(["legacy-crm"]);
});

test("an instance that is not there is the client's DBInstanceNotFoundFault", async () => {
  const { instance } = await startRdsUnderTest();

  const missing = instance("nobody");

  await expect(missing).rejects.toThrow(DBInstanceNotFoundFault);
  await expect(missing).rejects.toMatchObject({
    $metadata: { httpStatusCode: 404, requestId: expect.any(String) },
  });
});

test("hostile text in tags comes back as it was", async () => {
  const hostile = `</Value></Tag><Code>&amp;&#x41; "quoted" 'single' ]]> \t\n\r\u{85}\u{2028} ünïcödé 🦊`;
  const { client, instance } = await startRdsUnderTest({
    instances: [{ id: "odd", tags: [{ key: "<Key>&", value: hostile }] }],
  });

  const { TagList } = await client.send(
    new ListTagsForResourceCommand({ ResourceName: (await instance("odd")).DBInstanceArn }),
  );

  expect(TagList).toEqual([{ Key: "<Key>&", Value: hostile }]);
});

test("characters XML cannot carry are replaced, and the rest of the answer stays readable", async () => {
  const { instance } = await startRdsUnderTest({
    instances: [{ id: "odd", tags: [{ key: "note", value: "a\u{0}b\u{1B}c\u{D800}d" }] }],
  });

  const { TagList } = await instance("odd");

  expect(TagList).toEqual([{ Key: "note", Value: "a\u{FFFD}b\u{FFFD}c\u{FFFD}d" }]);
});

test("a cluster is described with its members, one of which is the writer", async () => {
  const { client } = await startRdsUnderTest();

  const all = await client.send(new DescribeDBClustersCommand({}));
  const named = await client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "PROD-catalog" }));

  expect(named.DBClusters).toEqual(all.DBClusters);
  expect(named.DBClusters).toMatchObject([
    {
      DBClusterIdentifier: "prod-catalog",
      DBClusterArn: "arn:aws:rds:eu-central-1:123456789012:cluster:prod-catalog",
      Status: "available",
      DBClusterMembers: [
        { DBInstanceIdentifier: "prod-catalog-1", IsClusterWriter: true },
        { DBInstanceIdentifier: "prod-catalog-2", IsClusterWriter: false },
      ],
    },
  ]);
  await expect(
    client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: "nowhere" })),
  ).rejects.toThrow(DBClusterNotFoundFault);
});

test("an action unknown here is an InvalidAction", async () => {
  const { url } = await startRdsUnderTest();

  const response = await fetch(url, { method: "POST", body: "Action=DeleteEverything&Version=2014-10-31" });

  expect(response.status).toBe(400);
  expect(await response.text()).toContain("<Code>InvalidAction</Code>");
});
