import fc from "fast-check";
import { expect, test } from "vitest";
import type { CostChange } from "../../src/core/cost.ts";
import { personIdSchema } from "../../src/core/person.ts";
import { evaluatePolicy, type PolicyAnswer } from "../../src/core/policy/evaluate-policy.ts";
import { policySchema } from "../../src/core/policy/policy.ts";
import type { Requirement } from "../../src/core/requirement.ts";
import { risks } from "../../src/core/risk.ts";

const environments = ["production", "staging"];
const groups = ["dba", "sre", "leads", "owners"];

const conditions = [
  'environment == "production"',
  'tags.team == "payments"',
  "cost_change > 100",
  'requester_groups.exists(group, group == "dba")',
  "time.hour >= 18 || time.weekday in ['sat', 'sun']",
];

const terms = {
  when: fc.record(
    {
      environments: fc.subarray(environments, { minLength: 1 }),
      risks: fc.subarray([...risks], { minLength: 1 }),
      condition: fc.constantFrom(...conditions),
    },
    { requiredKeys: [] },
  ),
  approvals: fc.integer({ min: 0, max: 4 }),
  approvers: fc.subarray(groups, { minLength: 1 }),
  escalate_to: fc.subarray(groups, { minLength: 1 }),
  expires_after: fc.integer({ min: 1, max: 200 }).map((hours) => `${hours}h`),
  deny: fc.constant("not now"),
  one_from_each: fc.subarray(groups, { minLength: 1, maxLength: 2 }),
  level: fc.integer({ min: 1, max: 5 }),
  remind: fc.record({ after: fc.constantFrom("30m", "2h") }),
  notify: fc.record({ slack: fc.subarray(["C0ONE", "C0TWO"], { minLength: 1 }) }),
  safety_snapshot: fc.constant(true),
  ignore_quiet_hours: fc.constant(true),
};

const asking = fc.record(terms, { requiredKeys: [] });
const passing = fc.record(
  { when: terms.when, auto_approve: fc.constant(true), expires_after: terms.expires_after },
  { requiredKeys: ["auto_approve"] },
);
const rules = fc.array(fc.oneof({ weight: 4, arbitrary: asking }, { weight: 1, arbitrary: passing }), {
  maxLength: 6,
});

const questions = fc.record(
  {
    operation: fc.constant("create_snapshot"),
    environment: fc.constantFrom(...environments),
    catalogueRisk: fc.constantFrom(...risks),
    raisedBy: fc.constantFrom<readonly string[]>([], ["pending changes are applied too"], ["one", "two"]),
    tags: fc.constantFrom({}, { team: "payments" }, { team: "orders" }),
    requester: fc.constantFrom(
      personIdSchema.parse("ben@acme.example"),
      personIdSchema.parse("otto@acme.example"),
    ),
    at: fc.date({ min: new Date("2026-01-01"), max: new Date("2026-12-31"), noInvalidDate: true }),
    cost: fc.constantFrom<CostChange>({ kind: "none" }, { kind: "unknown", why: "no price" }),
  },
  { requiredKeys: ["operation", "environment", "catalogueRisk", "raisedBy"] },
);

function policyOf(unnamed: readonly object[]) {
  const parsed = policySchema.parse({
    version: 1,
    groups: {
      dba: { members: ["ben@acme.example", "cleo@acme.example"] },
      sre: { members: ["cleo@acme.example"] },
      leads: { members: ["dora@acme.example"], level: 3 },
      owners: { members: ["olga@acme.example"], level: 5 },
    },
    environments: { production: {}, staging: {} },
    defaults: { approvers: ["dba"], notify: { slack: ["C0DEFAULT"] } },
    quiet_hours: { from: "20:00", to: "07:00" },
    rules: unnamed.map((rule, index) => ({ ...rule, name: `rule-${index}` })),
  });
  return { ...parsed, hash: "hash" };
}

test("nothing but a rule that says so asks for fewer approvals than the risk does", () => {
  fc.assert(
    fc.property(rules, questions, (some, question) => {
      const { risk, requirement } = evaluatePolicy(policyOf(some), question);

      const steps = risks.indexOf(risk) - risks.indexOf(question.catalogueRisk);
      expect(steps).toBe(question.raisedBy.length > 0 && question.catalogueRisk !== "high" ? 1 : 0);
      if (requirement.autoApprovedBy === undefined) {
        expect(requirement.approvals).toBeGreaterThanOrEqual(risks.indexOf(risk));
      } else {
        expect([requirement.approvals, question.raisedBy]).toEqual([0, []]);
      }
    }),
    { numRuns: 600 },
  );
});

test("one rule more that asks for something never loosens anything", () => {
  fc.assert(
    fc.property(rules, asking, questions, (some, more, question) => {
      const before = evaluatePolicy(policyOf(some), question);
      const after = evaluatePolicy(policyOf([...some, more]), question);

      const [fewer, all] = [before.requirement, after.requirement];
      const eachOf = ({ oneFromEach = [] }: Requirement) => oneFromEach.map(({ group }) => group);
      expect(all.approvals).toBeGreaterThanOrEqual(fewer.approvals);
      expect(after.expiresAfterSeconds).toBeLessThanOrEqual(
        hasExpiry(some, before) ? before.expiresAfterSeconds : Number.POSITIVE_INFINITY,
      );
      expect(all.denial !== undefined || fewer.denial === undefined).toBe(true);
      expect(eachOf(all)).toEqual(expect.arrayContaining(eachOf(fewer)));
      expect(all.level ?? 0).toBeGreaterThanOrEqual(fewer.level ?? 0);
      expect(all.rules).toEqual(expect.arrayContaining([...fewer.rules]));
      expect(all.autoApprovedBy === undefined || fewer.autoApprovedBy !== undefined).toBe(true);
    }),
    { numRuns: 600 },
  );
});

test("whatever stands beside it, and wherever it stands, a rule that denies wins", () => {
  fc.assert(
    fc.property(rules, questions, fc.nat(), (some, question, place) => {
      const denying = { deny: "not now" } as const;
      const denied = some.toSpliced(place % (some.length + 1), 0, denying);

      expect(evaluatePolicy(policyOf(denied), question).requirement.denial).toBeDefined();
    }),
    { numRuns: 300 },
  );
});

test("the answer is the same in whatever order the rules stand", () => {
  fc.assert(
    fc.property(rules, questions, fc.infiniteStream(fc.nat()), (some, question, chance) => {
      const policy = policyOf(some);
      const shuffled = policy.rules
        .map((rule) => ({ rule, key: chance.next().value ?? 0 }))
        .toSorted((one, other) => one.key - other.key)
        .map(({ rule }) => rule);

      const answer = evaluatePolicy({ ...policy, rules: shuffled }, question);

      expect(answer).toStrictEqual(evaluatePolicy(policy, question));
    }),
    { numRuns: 600 },
  );
});

test("what a condition asks for and nobody knows counts as matching, and lets nothing pass", () => {
  fc.assert(
    fc.property(rules, questions, (some, { tags: _, cost: __, requester: ___, at: ____, ...bare }) => {
      const { requirement } = evaluatePolicy(policyOf(some), bare);

      const uncertain = requirement.uncertainRules?.map(({ rule }) => rule) ?? [];
      expect(requirement.rules).toEqual(expect.arrayContaining(uncertain));
      expect(uncertain).not.toContain(requirement.autoApprovedBy);
    }),
    { numRuns: 300 },
  );
});

test("every approver is named once, and somebody is unless a level shuts all out", () => {
  fc.assert(
    fc.property(rules, questions, (some, question) => {
      const { requirement } = evaluatePolicy(policyOf(some), question);

      for (const people of [requirement.approvers, requirement.escalationApprovers]) {
        expect(new Set(people).size).toBe(people.length);
      }
      if (requirement.level === undefined) expect(requirement.approvers).not.toHaveLength(0);
    }),
    { numRuns: 600 },
  );
});

/** Without one of its own, a request has the default's time, which a rule may exceed. */
function hasExpiry(some: readonly object[], { requirement }: PolicyAnswer): boolean {
  return some.some((rule, index) => "expires_after" in rule && requirement.rules.includes(`rule-${index}`));
}
