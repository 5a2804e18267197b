import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Submission } from "../../../src/app/submit/submit-request.ts";
import { digestOf } from "../../../src/core/intent.ts";
import type { Policy } from "../../../src/core/policy/policy.ts";
import { plannedText } from "../../../src/core/timing/moment-text.ts";
import { policyWindowText } from "../../../src/core/timing/policy-window.ts";
import { openDesk, submissionOf } from "../../support/desk.ts";
import { at } from "../../support/sample-instance.ts";
import { freezeInMinutes, inMinutes, timed, windowInMinutes } from "../../support/timed-policy.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const night = windowInMinutes(60, 180);
const weekend = windowInMinutes(90, 240);
const noon = windowInMinutes(600, 660);

async function deskUnder(times: Parameters<typeof timed>[1]) {
  const policy: Policy = timed(bench.policy, { windows: { night, weekend, noon }, ...times });
  const desk = await openDesk(bench, { policy });
  return {
    ...desk,
    refused: async (asked: Partial<Submission>) => {
      const outcome = await desk.submit(submissionOf(asked));
      if (outcome.ok) throw new Error("was accepted");
      return outcome.error;
    },
  };
}

const startFactsOf = ({ description }: { description: { facts: readonly { label: string }[] } }) =>
  description.facts.filter(({ label }) => label === "Starts" || label === "Held");

describe("the start that is approved", () => {
  test("is not in the intent of what starts at once, so that its digest is the one it always had", async () => {
    const desk = await deskUnder({});

    const requests = [await desk.ask(), await desk.ask({ when: "" }), await desk.ask({ when: "now" })];

    for (const { intent } of requests) expect(intent).not.toHaveProperty("start");
    expect(new Set(requests.map(({ digest }) => digest)).size).toBe(1);
    expect(requests.flatMap(startFactsOf)).toEqual([]);
  });

  test.each([
    ["night", { kind: "window", name: "night" }, `in the window night: ${policyWindowText(night)}`],
    [
      "maintenance",
      { kind: "maintenance-window" },
      "in the maintenance window of prod-orders-01, Sun 03:30–04:30 UTC",
    ],
  ])("is the rule of %s, in the digest and on the card", async (when, start, text) => {
    const desk = await deskUnder({});

    const request = await desk.ask({ when });

    expect(request.intent).toMatchObject({ start });
    expect(request.digest).toBe(digestOf(request.intent));
    expect(startFactsOf(request)).toEqual([{ label: "Starts", value: text }]);
    expect(await desk.find(request.id)).toEqual(request);
  });

  test("is a moment, and can be decided until then", async () => {
    const desk = await deskUnder({});
    const at = inMinutes(300);

    const request = await desk.ask({ when: at.toISOString().slice(0, 16) });

    expect(request.intent).toMatchObject({ start: { kind: "at", at: at.toISOString() } });
    const early = at.getTime() - request.expiresAt.getTime();
    expect(early).toBeGreaterThanOrEqual(0);
    expect(early).toBeLessThan(1000);
  });

  test("leaves the policy's time to decide where that is shorter", async () => {
    const desk = await deskUnder({});

    const request = await desk.ask({
      when: inMinutes(20 * 24 * 60)
        .toISOString()
        .slice(0, 16),
    });

    expect(request.expiresAt.getTime() - request.requestedAt.getTime()).toBe(24 * 3_600_000);
  });

  test.each([
    ["yesterday", /"yesterday" is not a time\. Say now, maintenance, night \(/],
    ["2020-01-01T00:00", /has passed/],
    ["2099-01-01T00:00", /30 days ahead at most/],
  ])("cannot be %j", async (when, message) => {
    const desk = await deskUnder({});

    expect(await desk.refused({ when })).toEqual({
      kind: "invalid-parameters",
      issues: [{ parameter: "when", message: expect.stringMatching(message) }],
    });
  });

  test("cannot be in the maintenance window of an instance that shows none", async () => {
    const desk = await deskUnder({});
    const own = await bench.inventory.find(at("prod-orders-01"));
    if (!own) throw new Error("prod-orders-01 is not there");
    await bench.inventory.save({ ...own, maintenanceWindow: "" });

    const refusal = await desk.refused({ when: "maintenance" });

    expect(refusal).toEqual({
      kind: "never-starts",
      why: "the maintenance window of prod-orders-01 is not known",
    });
  });
});

describe("a rule that demands a window", () => {
  test("has a request start there that says nothing", async () => {
    const desk = await deskUnder({ startIn: "night" });

    const request = await desk.ask();

    expect(request.intent).toMatchObject({ start: { kind: "window", name: "night" } });
  });

  test("leaves alone what it does not match", async () => {
    const desk = await deskUnder({ startIn: "night" });

    const { intent } = await desk.ask({ instanceId: "staging-orders-01" });

    expect(intent).not.toHaveProperty("start");
  });

  test.each(["night", inMinutes(90).toISOString().slice(0, 16)])("takes %s", async (when) => {
    const desk = await deskUnder({ startIn: "night" });

    expect((await desk.submit(submissionOf({ when }))).ok).toBe(true);
  });

  test.each(["now", "maintenance", "weekend", inMinutes(30).toISOString().slice(0, 16)])(
    "refuses %s, and says what is allowed",
    async (when) => {
      const desk = await deskUnder({ startIn: "night" });

      expect(await desk.refused({ when })).toEqual({
        kind: "start-elsewhere",
        windows: [`night (${policyWindowText(night)})`],
      });
    },
  );

  test("refuses what could never start, as two rules demand windows that never meet", async () => {
    const strict = timed(bench.policy, { windows: { night, noon }, startIn: "night" });
    const policy = {
      ...strict,
      rules: [...strict.rules, { name: "snapshots", when: {}, start_in: "noon" }],
    };
    const desk = await openDesk(bench, { policy });

    const outcome = await desk.submit(submissionOf());

    expect(outcome).toEqual({
      ok: false,
      error: { kind: "never-starts", why: "the windows that it has to start in never meet" },
    });
  });
});

describe("a freeze", () => {
  const frozen = { kind: "frozen", freeze: "sales", until: inMinutes(120), reason: "the shop is full" };

  test.each([
    ["what starts at once", undefined, -10],
    ["what would start in it", inMinutes(60).toISOString().slice(0, 16), 30],
    ["what would start in a window that opens in it", "night", 30],
  ])("that refuses turns down %s", async (_what, when, from) => {
    const desk = await deskUnder({ freezes: [freezeInMinutes(from, 120, { action: "refuse" })] });

    expect(await desk.refused({ when })).toEqual(frozen);
  });

  test("that refuses lets through what starts after it", async () => {
    const desk = await deskUnder({ freezes: [freezeInMinutes(-10, 50, { action: "refuse" })] });

    const request = await desk.ask({ when: "night" });

    expect(startFactsOf(request)).toHaveLength(1);
  });

  test.each([
    ["another environment", { environments: ["staging"] }],
    ["another operation", { operations: ["reboot_instance"] }],
  ])("of %s concerns it not", async (_what, changes) => {
    const desk = await deskUnder({ freezes: [freezeInMinutes(-10, 120, { action: "refuse", ...changes })] });

    expect((await desk.submit(submissionOf())).ok).toBe(true);
  });

  test("that holds takes the request, and says until when", async () => {
    const desk = await deskUnder({ freezes: [freezeInMinutes(-10, 120)] });

    const request = await desk.ask();

    expect(startFactsOf(request)).toEqual([
      {
        label: "Held",
        value: `until ${plannedText(inMinutes(120))} by the freeze sales (the shop is full)`,
      },
    ]);
  });

  test("that holds a moment leaves time to decide until it ends", async () => {
    const desk = await deskUnder({ freezes: [freezeInMinutes(30, 120)] });

    const { expiresAt } = await desk.ask({ when: inMinutes(60).toISOString().slice(0, 16) });

    expect(plannedText(new Date(expiresAt.getTime() + 999))).toBe(plannedText(inMinutes(120)));
  });
});
