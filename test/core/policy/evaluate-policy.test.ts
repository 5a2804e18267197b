import { describe, expect, test } from "vitest";
import type { CostChange } from "../../../src/core/cost.ts";
import { evaluatePolicy, type PolicyQuestion } from "../../../src/core/policy/evaluate-policy.ts";
import { windowsDemanded } from "../../../src/core/policy/windows-demanded.ts";
import { costOf } from "../sample-requests.ts";
import { type PolicyText, policyOf, policyText } from "./sample-policy.ts";

const question: PolicyQuestion = {
  operation: "create_snapshot",
  environment: "production",
  catalogueRisk: "medium",
  raisedBy: [],
};

type RuleText = NonNullable<PolicyText["rules"]>[number];

function answer(rules: readonly RuleText[], asked: Partial<PolicyQuestion> = {}) {
  return evaluatePolicy(policyOf({ rules: [...rules] }), { ...question, ...asked });
}

describe("the approvals", () => {
  test.each([
    ["low", 0],
    ["medium", 1],
    ["high", 2],
  ] as const)("for a %s risk are %d by default", (catalogueRisk, approvals) => {
    expect(answer([], { catalogueRisk }).requirement.approvals).toBe(approvals);
  });

  test("are raised by a rule, to the most that any asks for", () => {
    const { requirement } = answer([
      { name: "one", approvals: 3 },
      { name: "two", approvals: 2 },
    ]);

    expect(requirement.approvals).toBe(3);
  });

  test.each([0, 1])("are never lowered by a rule that asks for %d", (approvals) => {
    expect(answer([{ name: "lax", approvals }], { catalogueRisk: "high" }).requirement.approvals).toBe(2);
  });

  test("follow the risk that the policy gives an operation in an environment", () => {
    const policy = policyOf({ operations: { create_snapshot: { risk: { production: "high" } } } });

    expect(evaluatePolicy(policy, question)).toMatchObject({ risk: "high", requirement: { approvals: 2 } });
    expect(evaluatePolicy(policy, { ...question, environment: "staging" }).risk).toBe("medium");
    expect(evaluatePolicy(policy, { ...question, operation: "reboot_instance" }).risk).toBe("medium");
  });

  test("of an action that is called like what every object has are by its risk as well", () => {
    expect(answer([], { operation: "constructor" }).risk).toBe("medium");
  });
});

describe("what raises the risk", () => {
  const raisedBy = ["pending changes are applied too"];

  test.each([
    ["low", "medium", 1],
    ["medium", "high", 2],
  ] as const)("makes a %s risk %s, with %d approvals, and is told", (catalogueRisk, risk, approvals) => {
    expect(answer([], { catalogueRisk, raisedBy })).toMatchObject({
      risk,
      requirement: { approvals, raisedBy },
    });
  });

  test("leaves a high risk high, and is not told as its cause", () => {
    expect(answer([], { catalogueRisk: "high", raisedBy })).toMatchObject({
      risk: "high",
      requirement: { approvals: 2, raisedBy: [] },
    });
  });

  test("counts once, however many reasons there are", () => {
    expect(answer([], { catalogueRisk: "low", raisedBy: ["one", "two"] }).risk).toBe("medium");
  });

  test("raises what the policy says of the operation, before its rules are asked", () => {
    const policy = policyOf({
      operations: { create_snapshot: { risk: { production: "low" } } },
      rules: [{ name: "medium-ones", when: { risks: ["medium"] }, approvals: 3 }],
    });

    expect(evaluatePolicy(policy, { ...question, raisedBy })).toMatchObject({
      risk: "medium",
      requirement: { approvals: 3, rules: ["medium-ones"] },
    });
  });
});

describe("a rule", () => {
  test.each([
    ["everything, when it has no condition", {}, true],
    ["its environment", { environments: ["production"] }, true],
    ["another environment", { environments: ["staging", "development"] }, false],
    ["its operation", { operations: ["create_snapshot"] }, true],
    ["another operation", { operations: ["reboot_instance"] }, false],
    ["its risk", { risks: ["medium"] }, true],
    ["another risk", { risks: ["high"] }, false],
    ["only one of two conditions", { environments: ["production"], risks: ["high"] }, false],
  ] as const)("is asked about %s", (_what, when, isMatching) => {
    const copied = Object.fromEntries(Object.entries(when).map(([key, values]) => [key, [...values]]));

    const { requirement } = answer([{ name: "rule", when: copied }]);

    expect(requirement.rules).toStrictEqual(isMatching ? ["rule"] : []);
  });
});

describe("a rule about cost", () => {
  const costly = { name: "costly", when: { cost_increase_above: 100 }, approvals: 3 };

  test.each<[string, CostChange | undefined, boolean]>([
    ["more than that", costOf(100.01), true],
    ["just that", costOf(100), false],
    ["less than before", costOf(-500), false],
    ["nothing", { kind: "none" }, false],
    ["what nobody can tell", { kind: "unknown", why: "no price" }, true],
    ["what was not asked about", undefined, true],
  ])("counts for %s: it is %j, and so %s", (_what, cost, isMatching) => {
    const { requirement } = answer([costly], { cost });

    expect(requirement).toMatchObject(
      isMatching ? { rules: ["costly"], approvals: 3 } : { rules: [], approvals: 1 },
    );
  });

  test("counts together with its other conditions only", () => {
    const elsewhere = { ...costly, when: { ...costly.when, environments: ["staging"] } };

    const { requirement } = answer([elsewhere], { cost: costOf(500) });

    expect(requirement.rules).toStrictEqual([]);
  });
});

describe("who may approve", () => {
  test("are the default's groups where no rule names any", () => {
    const { requirement } = answer([{ name: "more", approvals: 2 }]);

    expect(requirement).toMatchObject({
      groups: ["dba"],
      approvers: ["ben@acme.example", "cleo@acme.example"],
      escalationApprovers: [],
      policyVersion: "policy-hash",
    });
  });

  test("are the groups of the strictest rule that names any", () => {
    const { requirement } = answer([
      { name: "lax", approvers: ["dba"] },
      { name: "strict", approvers: ["leads"], approvals: 2 },
      { name: "stricter", approvals: 3 },
    ]);

    expect(requirement).toMatchObject({
      groups: ["leads"],
      approvals: 3,
      rules: ["lax", "strict", "stricter"],
    });
  });

  test("are the fewer people where two rules are as strict, whichever stands first", () => {
    const rules: readonly RuleText[] = [
      { name: "first", approvers: ["sre"] },
      { name: "second", approvers: ["leads"] },
    ];

    expect(answer(rules).requirement.groups).toStrictEqual(["leads"]);
    expect(answer(rules.toReversed()).requirement.groups).toStrictEqual(["leads"]);
  });

  test("are each counted once, however many groups they are in", () => {
    const { requirement } = answer([
      { name: "both", approvers: ["dba", "sre"], escalate_to: ["leads"] },
      { name: "more", escalate_to: ["leads", "sre"] },
    ]);

    expect(requirement.approvers).toStrictEqual([
      "ben@acme.example",
      "cleo@acme.example",
      "dora@acme.example",
    ]);
    expect(requirement.escalationApprovers).toStrictEqual([
      "lena@acme.example",
      "cleo@acme.example",
      "dora@acme.example",
    ]);
  });
});

describe("the expiry", () => {
  test("is the default's where no rule says one", () => {
    expect(answer([{ name: "none" }]).expiresAfterSeconds).toBe(72 * 3600);
  });

  test("is the shortest of the rules that match", () => {
    const { expiresAfterSeconds } = answer([
      { name: "day", expires_after: "1d" },
      { name: "hours", expires_after: "4h" },
      { name: "elsewhere", when: { environments: ["staging"] }, expires_after: "5m" },
    ]);

    expect(expiresAfterSeconds).toBe(4 * 3600);
  });
});

describe("the card goes", () => {
  test("to the default's channels where no rule names any", () => {
    expect(answer([{ name: "none" }]).slackChannels).toStrictEqual(["C0DEFAULT"]);
  });

  test("to every channel that a matching rule names, once", () => {
    const { slackChannels } = answer([
      { name: "one", notify: { slack: ["C0ONE", "C0TWO"] } },
      { name: "two", notify: { slack: ["C0TWO", "C0THREE"] } },
      { name: "elsewhere", when: { risks: ["high"] }, notify: { slack: ["C0FOUR"] } },
    ]);

    expect(slackChannels).toStrictEqual(["C0ONE", "C0TWO", "C0THREE"]);
  });
});

describe("in Teams the card goes", () => {
  const [defaultOne, one, two] = [
    "19:default@thread.tacv2",
    "19:one@thread.tacv2",
    "19:two@thread.tacv2",
  ] as const;
  const defaults = {
    approvers: ["dba"],
    notify: { teams: [defaultOne], teams_personal: ["requester"] },
  };

  test("to the default's channels and people where no rule names any", () => {
    const policy = policyOf({ defaults, rules: [{ name: "none" }] });

    const { teamsChannels, teamsPeople } = evaluatePolicy(policy, question);

    expect([teamsChannels, teamsPeople]).toStrictEqual([[defaultOne], ["requester"]]);
  });

  test("to every channel that a matching rule names, and in person to those who decide and to groups, each once", () => {
    const policy = policyOf({
      defaults,
      rules: [
        { name: "one", notify: { teams: [one], teams_personal: ["approvers"] } },
        { name: "two", notify: { teams: [one, two], teams_personal: ["dba", "sre"] } },
      ] as unknown as RuleText[],
    });

    const { teamsChannels, teamsPeople } = evaluatePolicy(policy, question);

    expect(teamsChannels).toStrictEqual([one, two]);
    expect(teamsPeople).toStrictEqual(["ben@acme.example", "cleo@acme.example", "dora@acme.example"]);
  });

  test("to nobody in person where the only rule about it says so", () => {
    const rules = [{ name: "one", notify: { teams_personal: [] } }] as unknown as RuleText[];

    expect(evaluatePolicy(policyOf({ defaults, rules }), question).teamsPeople).toStrictEqual([]);
  });
});

describe("mails go", () => {
  const [ben, cleo, dora, lena] = ["ben", "cleo", "dora", "lena"].map((name) => `${name}@acme.example`);

  test.each([
    ["nobody, where nothing says otherwise", undefined, [{ name: "one" }], []],
    ["the default's people, where no rule names any", "approvers", [{ name: "one" }], [ben, cleo]],
    [
      "those who may decide, by whichever rule",
      undefined,
      [{ name: "one", approvers: ["leads"], notify: { email: "approvers" } }],
      [lena],
    ],
    [
      "every group that a matching rule names, each member once",
      "none",
      [
        { name: "one", notify: { email: ["dba"] } },
        { name: "two", notify: { email: ["sre"] } },
        { name: "elsewhere", when: { risks: ["high"] }, notify: { email: ["leads"] } },
      ],
      [ben, cleo, dora],
    ],
    [
      "nobody, where the only rule about it says so",
      "approvers",
      [{ name: "one", notify: { email: "none" } }],
      [],
    ],
  ] as const)("to %s", (_, email, rules, people) => {
    const defaults = { approvers: ["dba"], notify: { slack: ["C0DEFAULT"], ...(email && { email }) } };
    const policy = policyOf({ defaults, rules: structuredClone(rules) as unknown as RuleText[] });

    expect(evaluatePolicy(policy, question).emailRecipients).toStrictEqual(people);
  });
});

describe("a safety snapshot", () => {
  test("is wanted at high risk, unless the policy names other risks", () => {
    const { defaults } = policyText();
    const policy = policyOf({ defaults: { ...defaults, safety_snapshot: [] } });

    expect(answer([]).requirement.safetySnapshotAt).toEqual(["high"]);
    expect(evaluatePolicy(policy, question).requirement.safetySnapshotAt).toEqual([]);
  });

  test("is wanted at any risk where a matching rule says so", () => {
    const rule: RuleText = { name: "careful", safety_snapshot: true, when: { environments: ["production"] } };

    expect(answer([rule]).requirement.safetySnapshotAt).toEqual(["low", "medium", "high"]);
    expect(answer([rule], { environment: "staging" }).requirement.safetySnapshotAt).toEqual(["high"]);
  });
});

describe("the windows that a start is demanded in", () => {
  const window = { from: "22:00", to: "05:00" };
  const policy = policyOf({
    windows: { night: window, weekend: { ...window, days: ["sat", "sun"] } },
    rules: [
      { name: "production", when: { environments: ["production"] }, start_in: "night" },
      { name: "reboots", when: { operations: ["reboot_instance"] }, start_in: "weekend" },
      { name: "risky", when: { risks: ["high"] }, start_in: "night" },
    ],
  });

  test.each([
    ["create_snapshot", "staging", "low", []],
    ["create_snapshot", "staging", "high", ["night"]],
    ["create_snapshot", "production", "high", ["night"]],
    ["reboot_instance", "production", "low", ["night", "weekend"]],
  ] as const)("for %s in %s of a %s risk are %j", (operation, environment, risk, windows) => {
    expect(windowsDemanded(policy, { operation, environment, risk })).toStrictEqual(windows);
  });

  test.each([
    [-50, [150, -200], ["night"]],
    [150, [75, 75], ["night"]],
    [60, [60, undefined], ["night"]],
    [60, [30, 30], []],
  ] as const)("for a whole of %d USD a month and parts of %j are %j", (whole, parts, windows) => {
    const rule: RuleText = { name: "costly", when: { cost_increase_above: 100 }, start_in: "night" };
    const costly = policyOf({ windows: { night: window }, rules: [rule] });
    const partCosts = parts.map((change) => (change === undefined ? undefined : costOf(change)));
    const asked = { operation: "create_snapshot", environment: "staging", risk: "low" } as const;

    expect(windowsDemanded(costly, { ...asked, cost: costOf(whole), partCosts })).toStrictEqual(windows);
  });
});
