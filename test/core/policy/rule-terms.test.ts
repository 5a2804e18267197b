import { describe, expect, test } from "vitest";
import { evaluatePolicy } from "../../../src/core/policy/evaluate-policy.ts";
import { explainPolicy } from "../../../src/core/policy/explain-policy.ts";
import { policyOf } from "./sample-policy.ts";
import { id, question, type RuleText, requirementOf } from "./sample-question.ts";

describe("a rule that denies", () => {
  const deny: RuleText = { name: "denying", deny: "not on a Friday" };

  test.each([
    ["one that approves by itself", { name: "a", auto_approve: true }],
    ["one that asks for people", { name: "z", approvals: 3 }],
  ] as const)("wins over %s, before or after it", (_what, other) => {
    for (const rules of [
      [deny, other],
      [other, deny],
    ]) {
      expect(requirementOf(rules).denial).toEqual({ rule: "denying", reason: "not on a Friday" });
    }
  });

  test("says so where its condition cannot be told", () => {
    const { denial } = requirementOf([{ ...deny, when: { condition: 'tags.owner == "x"' } }]);

    expect(denial?.reason).toBe("not on a Friday; it cannot be told whether that is so: No such key: owner");
  });
});

describe("a rule that approves by itself", () => {
  const pass: RuleText = { name: "passing", auto_approve: true };

  test.each(["low", "medium", "high"] as const)("lets a %s risk pass without anybody", (catalogueRisk) => {
    expect(requirementOf([pass], { catalogueRisk })).toMatchObject({
      approvals: 0,
      autoApprovedBy: "passing",
    });
  });

  test.each<[string, RuleText]>([
    ["approvals", { name: "other", approvals: 1 }],
    ["one from each of some groups", { name: "other", one_from_each: ["dba", "sre"] }],
    ["people of a level", { name: "other", level: 3, approvers: ["leads"] }],
  ])("gives way to one that asks for %s", (_what, other) => {
    const requirement = requirementOf([pass, other]);

    expect(requirement.approvals).toBeGreaterThan(0);
    expect(requirement).not.toHaveProperty("autoApprovedBy");
  });

  test("gives way where something raises the risk", () => {
    expect(requirementOf([pass], { raisedBy: ["pending changes"] }).approvals).toBe(2);
  });

  test("stands beside rules that ask for nobody", () => {
    expect(requirementOf([pass, { name: "other", approvers: ["sre"], expires_after: "1h" }]).approvals).toBe(
      0,
    );
  });
});

describe("one from each", () => {
  test("adds up over rules, asks for as many people, and lets all of them decide", () => {
    const requirement = requirementOf([
      { name: "one", one_from_each: ["dba"] },
      { name: "two", one_from_each: ["sre", "owners"] },
    ]);

    expect(requirement).toMatchObject({ approvals: 3, groups: ["dba", "sre", "owners"] });
    expect(requirement.oneFromEach?.map(({ group }) => group)).toEqual(["dba", "sre", "owners"]);
    expect(requirement.approvers).toEqual(["ben", "cleo", "dora", "olga"].map(id));
  });

  test("stands beside the groups of the strictest rule", () => {
    const { approvers } = requirementOf([
      { name: "one", one_from_each: ["sre"] },
      { name: "two", approvers: ["leads"] },
    ]);

    expect(approvers).toEqual(["lena", "cleo", "dora"].map(id));
  });
});

describe("a level", () => {
  test("lets only people decide who have it by any group of theirs", () => {
    expect(requirementOf([{ name: "one", level: 3, approvers: ["dba", "leads"] }]).approvers).toEqual(
      ["cleo", "lena"].map(id),
    );
  });

  test("is the highest of all rules, and holds for those who are called, too", () => {
    const requirement = requirementOf([
      { name: "one", level: 2, escalate: [{ after: "1h", to: ["dba"] }] },
      { name: "two", level: 3, approvers: ["leads"] },
    ]);

    expect(requirement).toMatchObject({ level: 3, escalationApprovers: [id("cleo")] });
  });

  test("of five makes owners, of every request", () => {
    expect(requirementOf([])).toMatchObject({ owners: [id("olga")], approvers: ["ben", "cleo"].map(id) });
  });
});

describe("time", () => {
  test("brings every step of every rule, in their order, those at the same time together", () => {
    const { escalation } = requirementOf([
      {
        name: "one",
        escalate: [
          { after: "2h", to: ["sre"] },
          { after: "1h", to: ["leads"] },
        ],
      },
      { name: "two", escalate: [{ after: "2h", to: ["owners"] }] },
    ]);

    expect(escalation?.map(({ afterSeconds, groups: called }) => [afterSeconds, called])).toEqual([
      [3600, ["leads"]],
      [7200, ["sre", "owners"]],
    ]);
  });

  test("calls those of `escalate_to` after half of what there is", () => {
    const { escalation } = requirementOf([{ name: "one", escalate_to: ["leads"], expires_after: "4h" }]);

    expect(escalation).toEqual([
      { afterSeconds: 7200, groups: ["leads"], approvers: ["lena", "cleo"].map(id) },
    ]);
  });

  test("has no step after the end that another rule sets", () => {
    const requirement = requirementOf([
      { name: "one", escalate: [{ after: "5h", to: ["leads"] }] },
      { name: "two", expires_after: "4h" },
    ]);

    expect(requirement).not.toHaveProperty("escalation");
  });

  test("reminds by the rule that begins first, and by the default's where none says how", () => {
    const defaults = { approvers: ["dba"], notify: {}, remind: { after: "1d" } };
    const remind = (after: string) => ({ remind: { after } });
    const some = policyOf({
      defaults,
      rules: [
        { name: "one", ...remind("4h") },
        { name: "two", ...remind("2h") },
      ],
    });

    expect(evaluatePolicy(some, question).requirement.reminders).toEqual({
      afterSeconds: 7200,
      backOff: 2,
      atMost: 3,
    });
    expect(evaluatePolicy(policyOf({ defaults }), question).requirement.reminders?.afterSeconds).toBe(86_400);
  });

  test.each([
    ["by quiet hours that hold the end, is longer", ["expiry"], [], 14 * 3600 + 1800],
    ["is not longer where they hold reminders alone", ["reminders"], [], 3600],
    [
      "is not longer where a rule is too urgent for them",
      ["expiry"],
      [{ name: "urgent", ignore_quiet_hours: true }],
      3600,
    ],
  ] as const)("%s", (_what, hold, rules, seconds) => {
    const quiet_hours = { from: "17:00", to: "08:00", time_zone: "Europe/Berlin", hold: [...hold] };
    const policy = policyOf({ quiet_hours, rules: [{ name: "short", expires_after: "1h" }, ...rules] });

    expect(evaluatePolicy(policy, question).expiresAfterSeconds).toBe(seconds);
  });
});

describe("an explanation", () => {
  test("says of each rule, by name, what it said and why", () => {
    const policy = policyOf({
      rules: [
        { name: "c-matches", approvals: 2 },
        { name: "b-elsewhere", when: { environments: ["staging"] } },
        { name: "a-untold", when: { condition: 'tags.owner == "x"' } },
        { name: "d-no", when: { condition: 'surface == "api"' } },
      ],
    });

    const { answer, rules } = explainPolicy(policy, question);

    expect(answer).toEqual(evaluatePolicy(policy, question));
    expect(rules).toEqual([
      { rule: "a-untold", verdict: "cannot-tell", why: "No such key: owner" },
      { rule: "b-elsewhere", verdict: "does-not-match", why: "it is for other environments" },
      { rule: "c-matches", verdict: "matches", why: "" },
      { rule: "d-no", verdict: "does-not-match", why: "its condition does not hold" },
    ]);
  });
});
