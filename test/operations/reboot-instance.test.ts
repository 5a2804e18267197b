import { describe, expect, test } from "vitest";
import { rebootInstance } from "../../src/operations/reboot-instance.ts";
import { orders, rdsThatShows, requestId, run } from "./sample-run.ts";

const plain = { force_failover: false };
const failover = { force_failover: true };
const restart = {
  at: new Date("2026-11-20T21:02:00Z"),
  message: "DB instance restarted",
  categories: ["availability"],
};

test("it is high risk in production and medium elsewhere", () => {
  const risks = ["production", "staging", "sandbox"].map(rebootInstance.riskIn);

  expect(risks).toEqual(["high", "medium", "medium"]);
});

describe("parameters", () => {
  test.each([
    ["nothing", {}, false],
    ["true", { force_failover: true }, true],
    ["false", { force_failover: false }, false],
    ["yes", { force_failover: "yes" }, true],
    ["no", { force_failover: "no" }, false],
    ["the word true", { force_failover: "true" }, true],
    ["the word false", { force_failover: "false" }, false],
    ["a word in capitals", { force_failover: " Yes " }, true],
  ])("%s is taken", (_what, input, force_failover) => {
    const parsed = rebootInstance.parse(input, orders);

    expect(parsed).toEqual({ ok: true, value: { force_failover } });
  });

  test.each([
    ["another word", { force_failover: "maybe" }, "force_failover", "say yes or no"],
    ["a number", { force_failover: 1 }, "force_failover", "say yes or no"],
    ["an empty answer", { force_failover: null }, "force_failover", "say yes or no"],
    ["what it does not have", { force: true }, "force", "this operation has no such parameter"],
    ["no object", null, "parameters", "Invalid input: expected object, received null"],
  ])("%s is refused beside its field", (_what, input, parameter, message) => {
    const parsed = rebootInstance.parse(input, orders);

    expect(parsed).toEqual({ ok: false, error: [{ parameter, message }] });
  });

  test("a failover is refused where there is no standby", () => {
    const single = { ...orders, isMultiAz: false };

    expect(rebootInstance.parse(failover, single)).toEqual({
      ok: false,
      error: [
        {
          parameter: "force_failover",
          message: "prod-orders-01 is not Multi-AZ: there is no standby to fail over to",
        },
      ],
    });
    expect(rebootInstance.parse(plain, single).ok).toBe(true);
  });

  test("each has a field in the form", () => {
    expect(rebootInstance.fields.map(({ parameter }) => parameter)).toEqual(["force_failover"]);
  });
});

describe("its description", () => {
  test("of a reboot says that all connections drop until it is up again", () => {
    const description = rebootInstance.describe(plain, orders, requestId);

    expect(description).toEqual({
      title: "Reboot prod-orders-01",
      effect:
        "Restarts the database: all connections drop until it is up again, typically within minutes. Pending parameter changes take effect.",
      facts: [
        { label: "Instance", value: "prod-orders-01 · postgres 16.4 · db.r6g.large" },
        { label: "Failover", value: "no" },
        { label: "Outage", value: "minutes: connections drop while it restarts" },
      ],
    });
  });

  test("of a failover says that it moves to the standby", () => {
    const { title, effect, facts } = rebootInstance.describe(failover, orders, requestId);

    expect(title).toBe("Reboot with failover prod-orders-01");
    expect(effect).toContain("Moves to the standby in the other availability zone");
    expect(facts).toContainEqual({ label: "Failover", value: "yes" });
  });
});

describe("the call", () => {
  test.each([plain, failover])("reboots with what was approved: %o", (parameters) => {
    const command = rebootInstance.command(parameters, run);
    const started = rebootInstance.started(parameters, run);

    expect(command).toEqual({
      action: "RebootDBInstance",
      instanceId: "prod-orders-01",
      forceFailover: parameters.force_failover,
    });
    expect(started).toBe("RDS is rebooting prod-orders-01.");
  });
});

describe("what RDS shows of it", () => {
  const observe = (shown: Parameters<typeof rdsThatShows>[0]) =>
    rebootInstance.observe(rdsThatShows(shown).reader, plain, run);

  test("is looked up where the instance is, with its events since the claim", async () => {
    const { reader, asked } = rdsThatShows({ instance: orders });

    await rebootInstance.observe(reader, plain, run);

    expect(asked).toEqual([
      [run.place, "prod-orders-01"],
      [run.place, "prod-orders-01", run.claimedAt],
    ]);
  });

  test("has failed when the instance is gone", async () => {
    expect(await observe({ events: [restart] })).toEqual({
      kind: "failed",
      guidance: "prod-orders-01 is no longer there. Check who deleted or renamed it.",
    });
  });

  test("is under way while it reboots", async () => {
    const observation = await observe({ instance: { ...orders, status: "rebooting" } });

    expect(observation).toEqual({ kind: "in-progress", text: "instance rebooting" });
  });

  test.each([
    ["there is no event", []],
    ["only others are there", [{ ...restart, message: "DB instance shutdown" }]],
    ["a backup speaks of a restart", [{ ...restart, categories: ["backup"] }]],
  ])("is no trace when it is available and %s", async (_what, events) => {
    expect(await observe({ instance: orders, events })).toEqual({ kind: "absent" });
  });

  test("is under way when it has restarted but is not available yet", async () => {
    const observation = await observe({
      instance: { ...orders, status: "backing-up" },
      events: [restart],
    });

    expect(observation).toEqual({ kind: "in-progress", text: "instance backing-up" });
  });

  test("is done when it has restarted and is available, dated by the last restart", async () => {
    const earlier = { ...restart, at: new Date("2026-11-20T21:01:00Z") };

    const observation = await observe({ instance: orders, events: [earlier, restart] });

    expect(observation).toEqual({
      kind: "done",
      facts: [{ label: "Restarted", value: "2026-11-20 21:02 UTC" }],
      details: { restarted_at: "2026-11-20T21:02:00.000Z" },
    });
  });
});
