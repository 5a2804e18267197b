import { describe, expect, test } from "vitest";
import { preflightFacts } from "../../../src/app/preflight/preflight-facts.ts";
import { type PreflightReadings, unread } from "../../../src/app/preflight/reading.ts";
import { asOf, details, known, minutesBefore, readings, series } from "./readings.ts";

function factsOf(changes: Partial<PreflightReadings> = {}): Readonly<Record<string, string>> {
  const facts = preflightFacts(readings(changes), [], asOf);
  return Object.fromEntries(facts.map(({ label, value }) => [label, value]));
}

const withInstance = (changes: Parameters<typeof details>[0]) => ({ instance: known(details(changes)) });
const measured = readings().metrics;

test("a database at work is told in ten lines", () => {
  expect(preflightFacts(readings(), [], asOf)).toStrictEqual([
    { label: "Now", value: "available · db.t4g.medium · postgres 16.4 · single-AZ" },
    { label: "Storage", value: "gp3 · 100 GiB · 3000 IOPS" },
    { label: "CPU, last hour", value: "60 % now · 30 % average · 60 % peak" },
    { label: "Connections, last hour", value: "47 now · 43 average · 47 peak" },
    { label: "Replica", value: "orders-replica: available, replicating, 2 s behind" },
    { label: "Backups", value: "restorable until 2026-11-21 01:26 UTC · last snapshot 24 h old, automated" },
    { label: "Backup window", value: "02:00-02:30 UTC, opens in 30 min" },
    { label: "Maintenance window", value: "sun:03:30-sun:04:30 UTC, opens in 26 h" },
    { label: "Pending", value: "no modifications" },
    { label: "Maintenance", value: "none pending" },
  ]);
});

describe("a source that did not answer is unknown, and the others are told", () => {
  test.each([
    {
      source: "instance",
      unknown: ["Now", "Storage", "Replicas", "Backup window", "Maintenance window", "Pending"],
    },
    { source: "metrics", unknown: ["CPU, last hour", "Connections, last hour"] },
    { source: "maintenance", unknown: ["Maintenance"] },
    { source: "snapshot", unknown: [] },
    { source: "replicas", unknown: [] },
  ] as const)("$source: $unknown", ({ source, unknown }) => {
    const facts = factsOf({ [source]: unread });

    expect(Object.keys(facts).filter((label) => facts[label] === "unknown")).toStrictEqual([...unknown]);
  });

  test("within a line, what is known stays beside it", () => {
    expect(factsOf({ instance: unread }).Backups).toBe(
      "restorable until: unknown · last snapshot 24 h old, automated",
    );
    expect(factsOf({ snapshot: unread }).Backups).toBe(
      "restorable until 2026-11-21 01:26 UTC · last snapshot: unknown",
    );
    expect(factsOf({ replicas: unread }).Replica).toBe("orders-replica: status unknown, 2 s behind");
    expect(factsOf({ metrics: unread }).Replica).toBe("orders-replica: available, replicating, lag unknown");
  });
});

describe("the lines", () => {
  test.each([
    ["Now", { isMultiAz: true, status: "modifying" }, "modifying · db.t4g.medium · postgres 16.4 · Multi-AZ"],
    ["Now", { clusterId: "catalog" }, "available · db.t4g.medium · postgres 16.4 · in cluster catalog"],
    ["Storage", { storageType: "gp2", iops: undefined }, "gp2 · 100 GiB"],
    ["Storage", { storageType: "aurora", clusterId: "catalog" }, "aurora, grows by itself"],
    ["Backups", { clusterId: "catalog" }, "made of its cluster catalog, and not read here"],
    ["Backups", { backupRetentionDays: 0 }, "automated backups are off · last snapshot 24 h old, automated"],
    [
      "Backups",
      { latestRestorableTime: undefined },
      "restorable until: unknown · last snapshot 24 h old, automated",
    ],
    ["Backup window", { backupRetentionDays: 0 }, "none, as automated backups are off"],
    ["Backup window", { backupWindow: "01:15-01:45" }, "01:15-01:45 UTC, open now, closes in 15 min"],
    ["Backup window", { backupWindow: "whenever" }, "whenever UTC, unknown"],
    ["Pending", { pending: { instanceClass: "db.r6g.large" } }, "class db.t4g.medium → db.r6g.large"],
    [
      "Pending",
      { pending: { isMultiAz: true }, hasPendingParameters: true },
      "multi az off → on · parameters of default.postgres16 wait for a restart",
    ],
    ["Replicas", { replicas: [] }, "none"],
    ["Replicas", { clusterId: "catalog" }, "the other members of catalog, not read here"],
    ["Replica of", { replicas: [], replicaOf: "main" }, "main: lag unknown"],
    [
      "Replica",
      { replicas: ["arn:aws:rds:eu-west-1:123456789012:db:far-away"] },
      "far-away in eu-west-1: unknown, it is not asked there",
    ],
  ] as const)("%s of %o: %s", (label, changes, value) => {
    expect(factsOf(withInstance(changes))[label]).toBe(value);
  });

  test.each([
    { type: "manual", minutes: 0.2, value: "last snapshot 12 s old, manual" },
    { type: "awsbackup", minutes: 60 * 72, value: "last snapshot 3 days old, by AWS Backup" },
  ])("a snapshot by $type", ({ type, minutes, value }) => {
    const snapshot = known({ createdAt: minutesBefore(minutes), type });

    expect(factsOf({ snapshot }).Backups).toContain(value);
  });

  test("no snapshot at all is said so", () => {
    expect(factsOf({ snapshot: known(undefined) }).Backups).toContain("· no snapshot");
  });

  test("a maintenance action is told with its date, where it has one", () => {
    const maintenance = known([
      { action: "system-update", description: "New OS", dueAt: undefined },
      { action: "db-upgrade", description: "", dueAt: new Date("2026-12-01T03:30:00Z") },
    ]);

    const facts = preflightFacts(readings({ maintenance }), [], asOf);

    expect(facts.filter(({ label }) => label === "Maintenance")).toStrictEqual([
      { label: "Maintenance", value: "system-update: New OS · no date set" },
      { label: "Maintenance", value: "db-upgrade · due 2026-12-01 03:30 UTC" },
    ]);
  });

  test("of many replicas the first five are told, and how many there are more", () => {
    const replicas = Array.from({ length: 15 }, (_, index) => `replica-${index + 1}`);

    const facts = preflightFacts(readings(withInstance({ replicas })), [], asOf);

    expect(facts.filter(({ label }) => label === "Replica")).toHaveLength(5);
    expect(facts).toContainEqual({ label: "More", value: "10 more replicas" });
  });

  test("an instance that is gone is all there is to say", () => {
    expect(preflightFacts(readings({ instance: known(undefined) }), [], asOf)).toStrictEqual([
      { label: "Now", value: "there is no such instance any more" },
    ]);
  });

  test("what has changed since it was asked for comes first", () => {
    const differences = [{ label: "class", value: "db.t4g.medium → db.r6g.large" }];

    expect(preflightFacts(readings(), differences, asOf)[0]).toStrictEqual({
      label: "Changed since asked",
      value: "class: db.t4g.medium → db.r6g.large",
    });
  });
});

describe("what was measured", () => {
  test.each([
    { what: "nothing", cpu: [], value: "not measured" },
    { what: "one value", cpu: series([7.4]), value: "7 % now · 7 % average · 7 % peak" },
    {
      what: "nothing for a while",
      cpu: series([10, 30], 20),
      value: "30 % at 01:10 UTC, not measured since · 20 % average · 30 % peak",
    },
    { what: "what could not be read", cpu: undefined, value: "unknown" },
  ])("$what: $value", ({ cpu, value }) => {
    if (!measured.isRead) throw new Error("the sample has metrics");

    expect(factsOf({ metrics: known({ ...measured.value, cpu }) })["CPU, last hour"]).toBe(value);
  });

  test.each([
    { lag: series([-1]), value: "nothing is replicated" },
    { lag: series([3.6]), value: "4 s behind" },
    { lag: series([3], 12), value: "3 s behind at 01:18 UTC, not measured since" },
    { lag: [], value: "lag unknown" },
  ])("a lag of $lag: $value", ({ lag, value }) => {
    if (!measured.isRead) throw new Error("the sample has metrics");
    const metrics = known({ ...measured.value, replicaLag: new Map([["orders-replica", lag]]) });

    expect(factsOf({ metrics }).Replica).toBe(`orders-replica: available, replicating, ${value}`);
  });
});
