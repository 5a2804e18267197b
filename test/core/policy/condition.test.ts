import { describe, expect, test } from "vitest";
import { windowsDemanded } from "../../../src/core/policy/windows-demanded.ts";
import { policyOf } from "./sample-policy.ts";
import { question, requirementOf } from "./sample-question.ts";

describe("a condition", () => {
  test.each([
    ['operation == "modify_storage" && kind == "rds"', true],
    ["parameters.allocated_storage > 400", true],
    ['parameters.type in ["io1", "io2"]', false],
    ['environment == "production" && risk == "medium"', true],
    ['tags.team == "payments"', true],
    ['tags.?owner.orValue("") == requester', false],
    ["cost_change > 100", true],
    ["cost_change < 0.0", false],
    ['requester == "ben@acme.example"', true],
    ['"dba" in requester_groups && !("sre" in requester_groups)', true],
    ['time.weekday == "fri" && time.hour == 17 && time.minute == 30 && time.date == "2026-11-27"', true],
    ["collateral.size() > 0", false],
    ['instance.class.startsWith("db.r6g") && instance.storage_gib >= 200', true],
    ['instance.region == "eu-west-1"', false],
    ['surface == "api"', false],
  ])("%s is %s", (condition, isMet) => {
    const { rules, uncertainRules } = requirementOf([{ name: "rule", when: { condition } }]);

    expect([rules, uncertainRules]).toEqual([isMet ? ["rule"] : [], undefined]);
  });

  test.each([
    ['tags.owner == "ben"', {}, "No such key: owner"],
    ["cost_change > 100", { cost: { kind: "unknown", why: "no price" } }, "Unknown variable: cost_change"],
    ["parameters.iops > 1000", {}, "No such key: iops"],
    ["instance.multi_az", {}, "No such key: multi_az"],
    ["parameters.type > 5", {}, "no such overload: dyn<string> > int"],
  ] as const)("that cannot be told counts as met, and is kept: %s", (condition, asked, why) => {
    const requirement = requirementOf([{ name: "rule", when: { condition }, approvals: 2 }], asked);

    expect(requirement).toMatchObject({
      approvals: 2,
      rules: ["rule"],
      uncertainRules: [{ rule: "rule", why }],
    });
  });

  test("that cannot be told lets nothing pass, and calls nobody", () => {
    const when = { condition: 'tags.owner == "ben"' };
    const requirement = requirementOf([
      { name: "passing", when, auto_approve: true },
      { name: "calling", when, escalate: [{ after: "1h", to: ["leads"] }] },
    ]);

    expect(requirement).toMatchObject({ approvals: 1, escalationApprovers: [] });
    expect(requirement).not.toHaveProperty("autoApprovedBy");
  });

  test("is not asked where another part of `when` does not hold", () => {
    const when = { operations: ["reboot_instance"], condition: "parameters.force" };

    expect(requirementOf([{ name: "rule", when }])).not.toHaveProperty("uncertainRules");
  });
});

describe("a window that a condition demands", () => {
  const policy = policyOf({
    windows: { night: { from: "22:00", to: "05:00" } },
    rules: [{ name: "payments", when: { condition: 'tags.team == "payments"' }, start_in: "night" }],
  });
  const { raisedBy: _, catalogueRisk: risk, tags, ...later } = question;
  const asked = { ...later, risk };

  test.each([
    ["is told by what is known", { ...asked, tags }, ["night"]],
    ["is not where another is known", { ...asked, tags: { team: "orders" } }, []],
    ["is one where it cannot be told", asked, ["night"]],
    [
      "is as it was asked for, under the same policy",
      { ...asked, pinned: { rules: [], policyVersion: "policy-hash" } },
      [],
    ],
    ["is one under another policy", { ...asked, pinned: { rules: [], policyVersion: "older" } }, ["night"]],
    [
      "is one for all where one instance demands it",
      { ...asked, partFacts: [{ tags: { team: "a" } }, { tags: { team: "payments" } }] },
      ["night"],
    ],
    ["is none where no instance does", { ...asked, partFacts: [{ tags: { team: "a" } }] }, []],
  ] as const)("%s", (_what, windowQuestion, windows) => {
    expect(windowsDemanded(policy, windowQuestion)).toEqual(windows);
  });
});
