import {
  CreateDBSnapshotCommand,
  DBSnapshotAlreadyExistsFault,
  DBSnapshotNotFoundFault,
  DeleteDBSnapshotCommand,
  DescribeDBSnapshotsCommand,
  InvalidDBInstanceStateFault,
  InvalidDBSnapshotStateFault,
  ListTagsForResourceCommand,
  paginateDescribeDBSnapshots,
  type RDSClient,
  SnapshotQuotaExceededFault,
  waitUntilDBInstanceAvailable,
  waitUntilDBSnapshotAvailable,
} from "@aws-sdk/client-rds";
import { expect, test } from "vitest";
import { quickly, startRdsUnderTest } from "./rds-under-test.ts";

function create(client: RDSClient, DBSnapshotIdentifier: string, DBInstanceIdentifier = "dev-postgres-01") {
  return client.send(new CreateDBSnapshotCommand({ DBSnapshotIdentifier, DBInstanceIdentifier }));
}

function available(client: RDSClient, DBSnapshotIdentifier: string) {
  return waitUntilDBSnapshotAvailable({ client, ...quickly }, { DBSnapshotIdentifier });
}

test("a snapshot goes from creating at 0 per cent to available at 100, and is told of", async () => {
  const { client, messages } = await startRdsUnderTest();

  const { DBSnapshot: created } = await create(client, "before-release");
  const percents: number[] = [];
  for (let status: string | undefined = "creating"; status === "creating"; ) {
    const { DBSnapshots = [] } = await client.send(
      new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: "before-release" }),
    );
    status = DBSnapshots[0]?.Status;
    percents.push(DBSnapshots[0]?.PercentProgress ?? -1);
  }

  expect(created).toMatchObject({ Status: "creating", PercentProgress: 0 });
  expect(created?.SnapshotCreateTime).toBeUndefined();
  expect(percents.toSorted((one, other) => one - other)).toEqual(percents);
  expect(percents.at(-1)).toBe(100);
  expect(await messages("db-snapshot", "before-release")).toEqual([
    "Creating manual snapshot",
    "Manual snapshot created",
  ]);
  expect(await messages("db-instance", "dev-postgres-01")).toEqual([
    "Backing up DB instance",
    "Finished DB Instance backup",
  ]);
});

test("the client's waiter sees a snapshot become available, and it has what RDS says of one", async () => {
  const { client, instance } = await startRdsUnderTest();
  const before = await instance("dev-postgres-01");

  await create(client, "Mixed-Case");
  await available(client, "mixed-case");
  const { DBSnapshots } = await client.send(
    new DescribeDBSnapshotsCommand({ DBInstanceIdentifier: "dev-postgres-01", SnapshotType: "manual" }),
  );

  expect(DBSnapshots).toMatchObject([
    {
      DBSnapshotIdentifier: "mixed-case",
      DBSnapshotArn: "arn:aws:rds:eu-central-1:123456789012:snapshot:mixed-case",
      DBInstanceIdentifier: "dev-postgres-01",
      DbiResourceId: before.DbiResourceId,
      SnapshotCreateTime: expect.any(Date),
      SnapshotType: "manual",
      Engine: "postgres",
      AllocatedStorage: 100,
      PercentProgress: 100,
    },
  ]);
});

test("the instance is backing-up meanwhile and refuses other work", async () => {
  const { client, instance } = await startRdsUnderTest({ speed: 0.1 });

  await create(client, "one");

  expect((await instance("dev-postgres-01")).DBInstanceStatus).toBe("backing-up");
  await expect(create(client, "two")).rejects.toThrow(InvalidDBInstanceStateFault);
});

test("the instance is available again after", async () => {
  const { client } = await startRdsUnderTest();

  await create(client, "one");
  await waitUntilDBInstanceAvailable({ client, ...quickly }, { DBInstanceIdentifier: "dev-postgres-01" });

  await expect(create(client, "two")).resolves.toMatchObject({ DBSnapshot: { Status: "creating" } });
});

test("a name can be used once only, even while the first is being made", async () => {
  const { client } = await startRdsUnderTest();
  await create(client, "same");

  const again = create(client, "same", "dev-mysql-01");

  await expect(again).rejects.toThrow(DBSnapshotAlreadyExistsFault);
});

test.each(["1-starts-with-digit", "ends-", "two--hyphens", "under_score", "<xml>"])(
  "%s is no identifier",
  async (name) => {
    const { client } = await startRdsUnderTest();

    const refused = create(client, name);

    await expect(refused).rejects.toMatchObject({ name: "InvalidParameterValue" });
  },
);

test("a snapshot's tags are described and listed", async () => {
  const { client } = await startRdsUnderTest();
  const Tags = [
    { Key: "requested-by", Value: "anna+ops@example.com" },
    { Key: "reason", Value: "release = 1/2: größer" },
  ];

  const { DBSnapshot } = await client.send(
    new CreateDBSnapshotCommand({ DBSnapshotIdentifier: "tagged", DBInstanceIdentifier: "legacy-crm", Tags }),
  );
  const listed = await client.send(
    new ListTagsForResourceCommand({ ResourceName: DBSnapshot?.DBSnapshotArn }),
  );

  expect(DBSnapshot?.TagList).toEqual(Tags);
  expect(listed.TagList).toEqual(Tags);
});

test.each([
  { Key: "reason", Value: "</Value><script>" },
  { Key: "aws:reserved", Value: "x" },
  { Key: "long", Value: "x".repeat(257) },
])("a tag RDS would not take is refused", async (tag) => {
  const { client } = await startRdsUnderTest();

  const refused = client.send(
    new CreateDBSnapshotCommand({
      DBSnapshotIdentifier: "odd",
      DBInstanceIdentifier: "legacy-crm",
      Tags: [tag],
    }),
  );

  await expect(refused).rejects.toMatchObject({ name: "InvalidParameterValue" });
});

test("snapshots are paged, and a hundred is the quota", async () => {
  const instances = Array.from({ length: 101 }, (_, index) => ({ id: `db-${index}` }));
  const { client } = await startRdsUnderTest({ instances });
  for (const { id } of instances.slice(0, 100)) await create(client, `of-${id}`, id);

  const pages: number[] = [];
  for await (const page of paginateDescribeDBSnapshots(
    { client, pageSize: 40 },
    { SnapshotType: "manual" },
  )) {
    pages.push(page.DBSnapshots?.length ?? 0);
  }

  expect(pages).toEqual([40, 40, 20]);
  await expect(create(client, "one-too-many", "db-100")).rejects.toThrow(SnapshotQuotaExceededFault);
});

test("a snapshot still being made cannot be deleted", async () => {
  const { client } = await startRdsUnderTest({ speed: 0.1 });
  await create(client, "new");

  const refused = client.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: "new" }));

  await expect(refused).rejects.toThrow(InvalidDBSnapshotStateFault);
});

test("a deleted snapshot is told of, and is then not found", async () => {
  const { client, messages } = await startRdsUnderTest();
  const old = { DBSnapshotIdentifier: "old" };
  await create(client, "old");
  await available(client, "old");

  const { DBSnapshot } = await client.send(new DeleteDBSnapshotCommand(old));

  expect(DBSnapshot?.Status).toBe("deleted");
  await expect(client.send(new DeleteDBSnapshotCommand(old))).rejects.toThrow(DBSnapshotNotFoundFault);
  await expect(client.send(new DescribeDBSnapshotsCommand(old))).rejects.toThrow(DBSnapshotNotFoundFault);
  expect(await messages("db-snapshot", "old")).toContain("Deleted user snapshot");
});
