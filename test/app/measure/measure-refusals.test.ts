import { expect, test } from "vitest";
import { readPolicy } from "../../../src/app/files/read-policy.ts";
import { measureRefusals } from "../../../src/app/measure/measure-refusals.ts";
import type { Measurement } from "../../../src/core/own-metrics.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import { submissionOf } from "../../support/desk.ts";

const policy = readPolicy(
  `
version: 1
groups: { dba: { members: [priya.nair@acme.example] } }
environments: { production: {}, staging: {} }
defaults: { approvers: [dba], notify: { slack: [C0123ABCD] } }
templates:
  restart: { operation: reboot_instance, justification: as ever }
rules:
  - { name: never, when: { operations: [delete_snapshot] }, deny: we keep them }
  - { name: dear, when: { cost_increase_above: 500 }, deny: too dear }
  - { name: dearer, when: { condition: cost_change > 900.0 }, deny: far too dear }
`,
  "policy.yaml",
);

async function measured(refusal: Refusal, asked: Parameters<typeof submissionOf>[0] = {}) {
  const records: Measurement[] = [];
  const submit = measureRefusals(async () => ({ ok: false, error: refusal }), {
    policy,
    meter: { record: (one) => void records.push(one) },
  });

  const answer = await submit(submissionOf(asked));

  expect(answer).toEqual({ ok: false, error: refusal });
  return records;
}

const denied = (rule: string, environment = "staging"): Refusal => ({
  kind: "denied",
  rule,
  reason: "no",
  environment,
});

test("what a rule denies counts by its operation, and as blocked where it was production", async () => {
  expect(await measured(denied("never"))).toEqual([
    { values: { PolicyDenied: 1 }, dimensions: { Operation: "create_snapshot" } },
  ]);
  expect(await measured(denied("never", "production"))).toMatchObject([
    { values: { PolicyDenied: 1, ProductionBlocked: 1 } },
  ]);
});

test.each(["dear", "dearer"])("a rule that looks at the cost refuses by the budget: %s", async (rule) => {
  expect(await measured(denied(rule))).toMatchObject([{ values: { PolicyDenied: 1, BudgetRefused: 1 } }]);
});

test("self-service on production is blocked, elsewhere it only needs approval", async () => {
  const needs = (environment: string): Refusal => ({
    kind: "needs-approval",
    environment,
    approvals: 1,
    groups: [],
    command: undefined,
  });

  const [production] = await measured(needs("production"));
  const [staging] = await measured(needs("staging"));

  expect(production?.values).toEqual({ ProductionBlocked: 1 });
  expect(staging?.values).toEqual({});
});

test("an emergency by somebody who may not declare one is an attempt beyond their rights", async () => {
  expect(await measured({ kind: "no-break-glass", groups: ["sre"] })).toEqual([
    { values: { CapabilityViolations: 1 }, dimensions: { Kind: "no-break-glass" } },
  ]);
});

test("the operation is one of the catalogue: a template's own, and never what somebody typed", async () => {
  const [byTemplate] = await measured(denied("never"), { operation: "", template: "restart" });
  const [typed] = await measured(denied("never"), { operation: "drop database; --" });

  expect(byTemplate?.dimensions).toEqual({ Operation: "reboot_instance" });
  expect(typed?.dimensions).toEqual({ Operation: "unknown" });
});

test("a mistake in a line is nothing to be measured", async () => {
  expect(await measured({ kind: "justification-required" })).toEqual([]);
});
