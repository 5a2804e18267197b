import { expect, test, vi } from "vitest";
import { sampleInstances } from "../../src/local/rds/sample-instances.ts";
import { createSnapshot } from "../../src/operations/create-snapshot.ts";
import { deleteSnapshot } from "../../src/operations/delete-snapshot.ts";
import { parsed, type RdsOptions, requestId, startRds } from "./start-rds.ts";

const patiently = { timeout: 10_000, interval: 10 } as const;
const old = { snapshot_id: "old-one" };

/** An RDS with the snapshot `old-one` of dev-postgres-01. */
async function startWithSnapshot(options: RdsOptions = {}) {
  const rds = await startRds(options);
  const making = rds.running(createSnapshot, "dev-postgres-01", old);
  await making.call();
  return { ...rds, making, deleting: rds.running(deleteSnapshot, "dev-postgres-01", old) };
}

async function startWithFinished() {
  const rds = await startWithSnapshot();
  await vi.waitFor(async () => expect((await rds.making.observe()).kind).toBe("done"), patiently);
  return rds;
}

test("it has a name in one word, high risk in production, and usual patience", () => {
  expect(deleteSnapshot).toMatchObject({ shortName: "delete-snapshot", patienceSeconds: undefined });
  expect(["production", "development"].map(deleteSnapshot.riskIn)).toEqual(["high", "medium"]);
});

test.each([
  [{}, "say which snapshot"],
  [{ snapshot_id: "rds:dev-postgres-01-2026-11-20" }, "only snapshots that somebody made can be deleted"],
  [{ snapshot_id: "awsbackup:job-1" }, "only snapshots that somebody made can be deleted"],
  [{ snapshot_id: "1st" }, "start with a letter; then letters, digits and single hyphens"],
])("%o is refused", async (given, message) => {
  const rds = await startRds();

  const result = deleteSnapshot.parse(given, await rds.instance("dev-postgres-01"));

  expect(result).toEqual({ ok: false, error: [{ parameter: "snapshot_id", message }] });
});

test("the approver reads that it is for good", async () => {
  const rds = await startRds();
  const instance = await rds.instance("dev-postgres-01");

  const described = deleteSnapshot.describe(parsed(deleteSnapshot, old, instance), instance, requestId);

  expect(described).toMatchObject({
    title: "Delete the snapshot old-one of dev-postgres-01",
    effect: expect.stringContaining("for good"),
    facts: expect.arrayContaining([
      { label: "Snapshot id", value: "old-one" },
      { label: "Outage", value: "none: the database is not touched" },
    ]),
  });
});

test("a snapshot of the instance is deleted, and verified to be gone", async () => {
  const { deleting, changes } = await startWithFinished();

  const before = await deleting.observe();
  const obstacle = await deleting.obstacle();
  const answer = await deleting.call();
  const after = await deleting.observe();

  expect(before).toEqual({ kind: "absent" });
  expect(obstacle).toBeUndefined();
  expect(answer.ok).toBe(true);
  expect((await changes()).at(-1)).toEqual({
    Action: "DeleteDBSnapshot",
    DBSnapshotIdentifier: "old-one",
    Version: "2014-10-31",
  });
  expect(after).toEqual({
    kind: "done",
    facts: [{ label: "Verified", value: "no snapshot old-one is left" }],
  });
});

test("a snapshot that does not exist, or is of another instance, is not deleted", async () => {
  const rds = await startWithFinished();

  const missing = await rds.running(deleteSnapshot, "dev-postgres-01", { snapshot_id: "typo" }).obstacle();
  const foreign = await rds.running(deleteSnapshot, "dev-mysql-01", old).obstacle();

  expect(missing).toContain("There is no snapshot typo. Nothing was deleted.");
  expect(foreign).toContain("The snapshot old-one is not of dev-mysql-01. Nothing was deleted.");
});

test("a snapshot of an earlier instance of the same name is not deleted", async () => {
  const { gateway } = await startWithFinished();
  const instances = sampleInstances.map((spec) => ({ ...spec, resourceId: "db-ANOTHER" }));
  const renewed = await startRds({ instances });
  const place = { account: "123456789012", region: "eu-central-1" };
  const context = { requestId, instanceId: "dev-postgres-01", place, claimedAt: new Date() };

  const obstacle = await deleteSnapshot.obstacle(
    { ...gateway, findInstance: renewed.gateway.findInstance },
    old,
    context,
  );

  expect(obstacle).toContain("is not of dev-postgres-01");
});

test("one that is still being made is refused by RDS", async () => {
  const { deleting } = await startWithSnapshot({ speed: 0.01 });

  const answer = await deleting.call();

  expect(answer).toMatchObject({ error: { code: "InvalidDBSnapshotState" } });
});
