import { describe, expect, test } from "vitest";
import { evaluatePolicy, type PolicyQuestion } from "../../../src/core/policy/evaluate-policy.ts";
import { windowsDemanded } from "../../../src/core/policy/windows-demanded.ts";
import type { Risk } from "../../../src/core/risk.ts";
import { type PolicyText, policyOf } from "./sample-policy.ts";
import { question, type RuleText } from "./sample-question.ts";

const night: NonNullable<PolicyText["windows"]> = {
  night: { days: ["mon"], from: "02:00", to: "05:00", time_zone: "UTC" },
};

function answerTo(rules: readonly RuleText[], claimedRisk?: Risk, asked: Partial<PolicyQuestion> = {}) {
  const policy = policyOf({ windows: night, rules: [...rules] });
  return { policy, ...evaluatePolicy(policy, { ...question, ...asked, claimedRisk }) };
}

describe("a claimed risk", () => {
  test("gets around no rule about the risk that it is without the claim", () => {
    const rules: readonly RuleText[] = [
      { name: "no", when: { risks: ["medium"] }, deny: "Not this month." },
      { name: "three", when: { condition: 'risk == "medium"' }, approvals: 3 },
    ];

    const { risk, requirement } = answerTo(rules, "high");

    expect(risk).toBe("high");
    expect(requirement).toMatchObject({ approvals: 3, denial: { rule: "no" }, rules: ["no", "three"] });
  });

  test("is asked by the rules about it, too", () => {
    const rules: readonly RuleText[] = [{ name: "three", when: { risks: ["high"] }, approvals: 3 }];

    expect(answerTo(rules, "high").requirement).toMatchObject({ approvals: 3, rules: ["three"] });
  });

  test("lets nothing pass that would not pass without it", () => {
    const rules: readonly RuleText[] = [{ name: "passes", when: { risks: ["high"] }, auto_approve: true }];

    const { requirement } = answerTo(rules, "high");

    expect(requirement.approvals).toBe(2);
    expect(requirement.autoApprovedBy).toBeUndefined();
  });

  test("lower than the policy's counts for nothing", () => {
    expect(answerTo([], "low")).toEqual(answerTo([]));
  });

  test("gets around no window that a rule demands of the risk that it is without", () => {
    const { policy, risk, requirement } = answerTo(
      [{ name: "nights", when: { risks: ["medium"] }, start_in: "night" }],
      "high",
    );

    const { operation, environment } = question;
    expect(windowsDemanded(policy, { operation, environment, risk, pinned: requirement })).toEqual(["night"]);
  });
});
