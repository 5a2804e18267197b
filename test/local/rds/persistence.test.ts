import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CreateDBSnapshotCommand,
  DescribeDBSnapshotsCommand,
  ModifyDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { expect, test } from "vitest";
import { startLocalRds } from "../../../src/local/rds/local-rds.ts";
import { startRdsUnderTest, temporaryFolder } from "./rds-under-test.ts";

const snapshot = { DBSnapshotIdentifier: "kept", DBInstanceIdentifier: "dev-postgres-01" };

/** As if so much time had gone by while the stand-in was down. */
async function letPass(milliseconds: number, stateFile: string) {
  const state = JSON.parse(await readFile(stateFile, "utf8"), (key, value) =>
    ["startedAt", "endsAt", "at"].includes(key) && typeof value === "number" ? value - milliseconds : value,
  );
  await writeFile(stateFile, JSON.stringify(state));
}

test("what is under way goes on over restarts, by the clock", async () => {
  const stateFile = join(await temporaryFolder(), "rds.json");
  const first = await startRdsUnderTest({ stateFile, speed: 0.01 });
  await first.client.send(new CreateDBSnapshotCommand(snapshot));
  await first.stop();
  await letPass(500_000, stateFile);

  const second = await startRdsUnderTest({ stateFile });
  const halfWay = await second.client.send(new DescribeDBSnapshotsCommand({ SnapshotType: "manual" }));
  const during = await second.instance("dev-postgres-01");
  await second.stop();
  await letPass(600_000, stateFile);
  const third = await startRdsUnderTest({ stateFile });
  const done = await third.client.send(new DescribeDBSnapshotsCommand({ SnapshotType: "manual" }));
  const after = await third.instance("dev-postgres-01");

  expect(halfWay.DBSnapshots).toMatchObject([{ DBSnapshotIdentifier: "kept", Status: "creating" }]);
  expect(halfWay.DBSnapshots?.[0]?.PercentProgress).toBeGreaterThanOrEqual(50);
  expect(during.DBInstanceStatus).toBe("backing-up");
  expect(done.DBSnapshots).toMatchObject([{ Status: "available", PercentProgress: 100 }]);
  expect(after.DBInstanceStatus).toBe("available");
  expect(await third.messages("db-snapshot", "kept")).toEqual([
    "Creating manual snapshot",
    "Manual snapshot created",
  ]);
});

test("every change is on disk before its answer, whole and with no draft left", async () => {
  const folder = await temporaryFolder();
  const stateFile = join(folder, "rds.json");
  const { client } = await startRdsUnderTest({ stateFile });

  await client.send(
    new ModifyDBInstanceCommand({ DBInstanceIdentifier: "legacy-crm", DBInstanceClass: "db.m6g.large" }),
  );
  const kept = JSON.parse(await readFile(stateFile, "utf8"));

  const crm = kept.instances.find(({ id }: { id: string }) => id === "legacy-crm");
  expect(crm.pending).toEqual({ instanceClass: "db.m6g.large" });
  expect(await readdir(folder)).toEqual(["rds.json"]);
});

test("a reset is kept too", async () => {
  const stateFile = join(await temporaryFolder(), "rds.json");
  const first = await startRdsUnderTest({ stateFile });
  await first.client.send(new CreateDBSnapshotCommand(snapshot));
  await first.control("POST", "reset");
  await first.stop();

  const second = await startRdsUnderTest({ stateFile });
  const { DBSnapshots } = await second.client.send(
    new DescribeDBSnapshotsCommand({ SnapshotType: "manual" }),
  );

  expect(DBSnapshots ?? []).toEqual([]);
});

test("a file that is no state is named and left alone", async () => {
  const stateFile = join(await temporaryFolder(), "rds.json");
  await writeFile(stateFile, '{"version":1');

  const starting = startLocalRds({ stateFile });

  await expect(starting).rejects.toThrow(stateFile);
  expect(await readFile(stateFile, "utf8")).toBe('{"version":1');
});

test("a port in use is an error, not another port", async () => {
  const { url } = await startRdsUnderTest();

  const starting = startLocalRds({ port: Number(new URL(url).port) });

  await expect(starting).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("another account's databases are kept in a file of their own", async () => {
  const folder = await temporaryFolder();
  const stateFile = join(folder, "rds.json");
  const elsewhere = [{ account: "210987654321", region: "eu-west-1", instances: [{ id: "ledger" }] }];
  const first = await startRdsUnderTest({ stateFile, elsewhere });
  await first.stop();

  const files = (await readdir(folder)).toSorted();
  const own = await readFile(stateFile, "utf8");
  const other = await readFile(join(folder, "rds.210987654321.eu-west-1.json"), "utf8");

  expect(files).toEqual(["rds.210987654321.eu-west-1.json", "rds.json"]);
  expect(own).not.toContain("ledger");
  expect(other).toContain('"id":"ledger"');
});
