import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluatePolicy } from "../../src/core/policy/evaluate-policy.ts";
import { policySchema } from "../../src/core/policy/policy.ts";
import { risks } from "../../src/core/request.ts";

const environments = ["production", "staging"];
const groups = ["dba", "sre", "leads"];

const rules = fc.array(
  fc.record(
    {
      when: fc.record(
        {
          environments: fc.subarray(environments, { minLength: 1 }),
          risks: fc.subarray([...risks], { minLength: 1 }),
        },
        { requiredKeys: [] },
      ),
      approvals: fc.integer({ min: 0, max: 4 }),
      approvers: fc.subarray(groups, { minLength: 1 }),
      escalate_to: fc.subarray(groups, { minLength: 1 }),
      expires_after: fc.integer({ min: 1, max: 200 }).map((hours) => `${hours}h`),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 6 },
);

const questions = fc.record({
  operation: fc.constant("create_snapshot"),
  environment: fc.constantFrom(...environments),
  catalogueRisk: fc.constantFrom(...risks),
  raisedBy: fc.constantFrom<readonly string[]>([], ["pending changes are applied too"], ["one", "two"]),
});

function policyOf(unnamed: readonly object[]) {
  const parsed = policySchema.parse({
    version: 1,
    groups: {
      dba: { members: ["ben@acme.example", "cleo@acme.example"] },
      sre: { members: ["cleo@acme.example"] },
      leads: { members: ["dora@acme.example"] },
    },
    environments: { production: {}, staging: {} },
    defaults: { approvers: ["dba"], notify: { slack: ["C0DEFAULT"] } },
    rules: unnamed.map((rule, index) => ({ ...rule, name: `rule-${index}` })),
  });
  return { ...parsed, hash: "hash" };
}

test("no rules ever ask for fewer approvals than the risk does", () => {
  fc.assert(
    fc.property(rules, questions, (some, question) => {
      const { risk, requirement } = evaluatePolicy(policyOf(some), question);

      const steps = risks.indexOf(risk) - risks.indexOf(question.catalogueRisk);
      expect(steps).toBe(question.raisedBy.length > 0 && question.catalogueRisk !== "high" ? 1 : 0);
      expect(requirement.approvals).toBeGreaterThanOrEqual(risks.indexOf(risk));
    }),
    { numRuns: 1000 },
  );
});

test("one rule more never asks for fewer approvals", () => {
  fc.assert(
    fc.property(rules, questions, (some, question) => {
      const fewer = evaluatePolicy(policyOf(some.slice(0, -1)), question);
      const all = evaluatePolicy(policyOf(some), question);

      expect(all.requirement.approvals).toBeGreaterThanOrEqual(fewer.requirement.approvals);
    }),
    { numRuns: 1000 },
  );
});

test("every approver is named once, and somebody always is", () => {
  fc.assert(
    fc.property(rules, questions, (some, question) => {
      const { requirement } = evaluatePolicy(policyOf(some), question);

      for (const people of [requirement.approvers, requirement.escalationApprovers]) {
        expect(new Set(people).size).toBe(people.length);
      }
      expect(requirement.approvers).not.toHaveLength(0);
    }),
    { numRuns: 1000 },
  );
});
