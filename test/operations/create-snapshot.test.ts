import { describe, expect, test } from "vitest";
import { createSnapshot } from "../../src/operations/create-snapshot.ts";
import type { RdsSnapshot } from "../../src/operations/frame/rds-gateway.ts";
import { orders, rdsThatShows, requestId, run } from "./sample-run.ts";

const snapshot: RdsSnapshot = {
  id: "before-migration",
  arn: "arn:aws:rds:eu-central-1:123456789012:snapshot:before-migration",
  status: "creating",
  percent: 40,
  createdAt: undefined,
  type: "manual",
  resourceId: orders.resourceId,
  tags: { "countersign:request-id": requestId },
};
const named = { snapshot_id: "before-migration" };
const unnamed = { snapshot_id: null };

test("it is medium risk in production and low elsewhere", () => {
  const risks = ["production", "staging", "sandbox"].map(createSnapshot.riskIn);

  expect(risks).toEqual(["medium", "low", "low"]);
});

describe("parameters", () => {
  test.each([
    ["nothing", {}, null],
    ["an empty answer", { snapshot_id: null }, null],
    ["an id", named, "before-migration"],
    [
      "an id in capitals and with spaces around",
      { snapshot_id: " Before-Migration-2 " },
      "before-migration-2",
    ],
    ["one letter", { snapshot_id: "a" }, "a"],
    ["255 characters", { snapshot_id: "a".repeat(255) }, "a".repeat(255)],
  ])("%s is taken", (_what, input, snapshot_id) => {
    const parsed = createSnapshot.parse(input, orders);

    expect(parsed).toEqual({ ok: true, value: { snapshot_id } });
  });

  const shape = "start with a letter; then letters, digits and single hyphens";
  test.each([
    ["a digit first", { snapshot_id: "1st" }, "snapshot_id", shape],
    ["a hyphen last", { snapshot_id: "before-" }, "snapshot_id", shape],
    ["two hyphens in a row", { snapshot_id: "be--fore" }, "snapshot_id", shape],
    ["a colon", { snapshot_id: "rds:before" }, "snapshot_id", shape],
    ["an umlaut", { snapshot_id: "vörher" }, "snapshot_id", shape],
    ["an empty text", { snapshot_id: "" }, "snapshot_id", shape],
    ["256 characters", { snapshot_id: "a".repeat(256) }, "snapshot_id", "255 characters at most"],
    ["a number", { snapshot_id: 7 }, "snapshot_id", "say which snapshot"],
    ["what it does not have", { size: 1, speed: 2 }, "size, speed", "this operation has no such parameter"],
    ["no object", "before", "parameters", "Invalid input: expected object, received string"],
  ])("%s is refused beside its field", (_what, input, parameter, message) => {
    const parsed = createSnapshot.parse(input, orders);

    expect(parsed).toEqual({ ok: false, error: [{ parameter, message }] });
  });

  test("each has a field in the form", () => {
    expect(createSnapshot.fields.map(({ parameter }) => parameter)).toEqual(["snapshot_id", "tags"]);
  });
});

describe("its description", () => {
  test("names the instance and the snapshot, and on Multi-AZ expects no interruption", () => {
    const description = createSnapshot.describe(named, orders, requestId);

    expect(description).toEqual({
      title: "Create a snapshot of prod-orders-01",
      effect: "Takes a full copy of the storage. The standby is read, so no interruption is expected.",
      facts: [
        { label: "Instance", value: "prod-orders-01 · postgres 16.4 · db.r6g.large" },
        { label: "Snapshot id", value: "before-migration" },
        { label: "Outage", value: "none: the standby is read" },
      ],
    });
  });

  test("warns of the pause on a single-AZ instance", () => {
    const { effect } = createSnapshot.describe(named, { ...orders, isMultiAz: false }, requestId);

    expect(effect).toContain("input and output can pause for a few seconds");
  });

  test("makes the snapshot's id from the instance and the request when none is given", () => {
    const { facts } = createSnapshot.describe(unnamed, orders, requestId);

    expect(facts).toContainEqual({ label: "Snapshot id", value: `prod-orders-01-${requestId}` });
  });
});

describe("the call", () => {
  test.each([
    [named, "before-migration"],
    [unnamed, `prod-orders-01-${requestId}`],
  ])("makes the snapshot that was described, tagged with the request", (parameters, snapshotId) => {
    const command = createSnapshot.command(parameters, run);
    const started = createSnapshot.started(parameters, run);

    expect(command).toEqual({
      action: "CreateDBSnapshot",
      snapshotId,
      instanceId: "prod-orders-01",
      tags: { "countersign:request-id": requestId },
    });
    expect(started).toBe(`RDS is creating the snapshot ${snapshotId}.`);
  });
});

describe("what RDS shows of it", () => {
  test("is looked up where the instance is, under the snapshot's id", async () => {
    const { reader, asked } = rdsThatShows({});

    await createSnapshot.observe(reader, unnamed, run);

    expect(asked).toEqual([[run.place, `prod-orders-01-${requestId}`]]);
  });

  test.each([
    ["nothing is there", {}],
    [
      "another request's snapshot has the id",
      { snapshot: { ...snapshot, tags: { "countersign:request-id": "req-other" } } },
    ],
    ["somebody's own snapshot has the id", { snapshot: { ...snapshot, status: "available", tags: {} } }],
  ])("is no trace when %s", async (_what, shown) => {
    const observation = await createSnapshot.observe(rdsThatShows(shown).reader, named, run);

    expect(observation).toEqual({ kind: "absent" });
  });

  test.each(["pending", "creating", "copying", "a status of tomorrow"])(
    "is under way while it is %s",
    async (status) => {
      const { reader } = rdsThatShows({ snapshot: { ...snapshot, status } });

      const observation = await createSnapshot.observe(reader, named, run);

      expect(observation).toEqual({
        kind: "in-progress",
        text: `snapshot ${status}`,
        percent: 40,
        facts: [
          { label: "Snapshot", value: snapshot.id },
          { label: "ARN", value: snapshot.arn },
        ],
        details: { snapshot_arn: snapshot.arn },
      });
    },
  );

  test("is done once it is available", async () => {
    const createdAt = new Date("2026-11-20T21:05:00Z");
    const { reader } = rdsThatShows({ snapshot: { ...snapshot, status: "available", createdAt } });

    const observation = await createSnapshot.observe(reader, named, run);

    expect(observation).toEqual({
      kind: "done",
      facts: [
        { label: "Snapshot", value: snapshot.id },
        { label: "ARN", value: snapshot.arn },
        { label: "Created", value: "2026-11-20 21:05 UTC" },
      ],
      details: { snapshot_arn: snapshot.arn, snapshot_create_time: "2026-11-20T21:05:00.000Z" },
    });
  });

  test("is done without a date where RDS gives none", async () => {
    const { reader } = rdsThatShows({ snapshot: { ...snapshot, status: "available" } });

    const observation = await createSnapshot.observe(reader, named, run);

    expect(observation).toMatchObject({ facts: [{ label: "Snapshot" }, { label: "ARN" }] });
  });

  test("has failed when RDS says so, and the reader is told what to do", async () => {
    const { reader } = rdsThatShows({ snapshot: { ...snapshot, status: "failed" } });

    const observation = await createSnapshot.observe(reader, named, run);

    expect(observation).toEqual({
      kind: "failed",
      guidance:
        "RDS marked the snapshot before-migration as failed. Look at the instance's events, delete the failed snapshot, then ask again.",
      details: { snapshot_arn: snapshot.arn },
    });
  });
});
