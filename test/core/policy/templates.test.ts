import { describe, expect, test } from "vitest";
import { templateRefusal, useTemplate } from "../../../src/app/submit/use-template.ts";
import { personIdSchema } from "../../../src/core/person.ts";
import { breakGlassRefusal, startPolicyOf, withoutApprovals } from "../../../src/core/policy/break-glass.ts";
import { findBreakGlassIssues } from "../../../src/core/policy/check-break-glass.ts";
import { delegationVeto } from "../../../src/core/policy/delegation-veto.ts";
import { evaluatePolicy } from "../../../src/core/policy/evaluate-policy.ts";
import { policySchema } from "../../../src/core/policy/policy.ts";
import { person } from "../sample-requests.ts";
import { type PolicyText, policyOf, policyText } from "./sample-policy.ts";

const nightly = {
  operation: "create_snapshot",
  parameters: { snapshot_id: "nightly" },
  justification: "The nightly batch.",
  groups: ["sre"],
  pre_approved: true,
};

const dora = personIdSchema.parse("dora@acme.example");
const ben = personIdSchema.parse("ben@acme.example");

function approvalsOf(
  template: object,
  changes: Partial<PolicyText> = {},
  question: Partial<Parameters<typeof evaluatePolicy>[1]> = {},
) {
  const policy = policyOf({ templates: { nightly: { ...nightly, ...template } }, ...changes });
  return evaluatePolicy(policy, {
    operation: "create_snapshot",
    environment: "production",
    catalogueRisk: "high",
    raisedBy: [],
    template: "nightly",
    requester: dora,
    ...question,
  }).requirement;
}

describe("a pre-approved template", () => {
  const strict = {
    rules: [
      { name: "two", approvals: 2 },
      { name: "each", one_from_each: ["dba"] },
    ],
  };

  test("needs nobody, and says what lets it pass", () => {
    expect(approvalsOf({})).toMatchObject({ approvals: 0, autoApprovedBy: "template nightly" });
  });

  test.each([
    ["is of somebody else's group", {}, {}, { requester: ben }],
    ["is of nobody known", {}, {}, { requester: undefined }],
    ["is elsewhere", { environments: ["staging"] }, {}, {}],
    [
      "has a condition that does not hold",
      { pre_approved: { condition: "time.hour >= 18" } },
      {},
      { at: new Date("2026-11-27T10:00:00Z") },
    ],
    ["has a condition that cannot be told", { pre_approved: { condition: "time.hour >= 18" } }, {}, {}],
    ["is riskier than it is by itself", {}, {}, { raisedBy: ["pending changes"] }],
    ["is not pre-approved", { pre_approved: undefined }, {}, {}],
    ["is another one", {}, {}, { template: "weekly" }],
    ["meets a rule that asks for people", {}, strict, {}],
    ["names one of two such rules", { pre_approved: { instead_of: ["two"] } }, strict, {}],
  ])("asks for people where it %s", (_what, template, changes, question) => {
    const clean = Object.fromEntries(Object.entries(template).filter(([, value]) => value !== undefined));
    const base =
      "pre_approved" in template && template.pre_approved === undefined ? { pre_approved: undefined } : {};
    const { pre_approved: _, ...rest } = nightly;
    const used = "pre_approved" in base ? rest : { ...nightly, ...clean };
    const policy = policyOf({ templates: { nightly: used }, ...changes });
    const answer = evaluatePolicy(policy, {
      operation: "create_snapshot",
      environment: "production",
      catalogueRisk: "high",
      raisedBy: [],
      template: "nightly",
      requester: dora,
      ...question,
    });

    expect(answer.requirement.approvals).toBeGreaterThan(0);
  });

  test("passes over the rules that it names, and over no denial", () => {
    const both = { pre_approved: { instead_of: ["two", "each"], condition: 'environment == "production"' } };

    expect(approvalsOf(both, strict)).toMatchObject({ approvals: 0 });
    expect(approvalsOf(both, { rules: [...strict.rules, { name: "never", deny: "audit" }] })).toMatchObject({
      denial: { rule: "never", reason: "audit" },
    });
  });
});

describe("a template's words", () => {
  const policy = policyOf({
    templates: {
      nightly: { ...nightly, open: ["tags"], when: "maintenance", environments: ["production"] },
      free: { operation: "reboot_instance", justification: "It hangs." },
    },
  });
  const asked = { operation: "", parameters: {}, justification: "", by: person("dora@acme.example", "Dora") };

  test("stand instead of the asker's, who may say what is open", () => {
    expect(useTemplate(policy, { ...asked, template: " Nightly", parameters: { tags: "x" } })).toStrictEqual({
      ok: true,
      value: {
        ...asked,
        template: "nightly",
        operation: "create_snapshot",
        parameters: { snapshot_id: "nightly", tags: "x" },
        justification: "The nightly batch.",
        when: "maintenance",
      },
    });
    expect(
      useTemplate(policy, { ...asked, template: "free", justification: "Audit.", when: "now" }),
    ).toMatchObject({ value: { justification: "Audit.", when: "now" } });
    expect(useTemplate(policy, { ...asked, template: "nightly", when: "maintenance" }).ok).toBe(true);
    expect(useTemplate(policy, asked)).toStrictEqual({ ok: true, value: asked });
  });

  test.each([
    [{ template: "weekly" }, { kind: "unknown-template", known: ["nightly", "free"] }],
    [{ template: "constructor" }, { kind: "unknown-template" }],
    // Pre-approved, and not for any time.
    [{ template: "nightly", when: "now" }, { kind: "invalid-parameters" }],
    [
      { template: "nightly", by: person("ben@acme.example", "Ben") },
      { kind: "not-your-template", groups: ["sre"] },
    ],
    [{ template: "nightly", parameters: { snapshot_id: "mine" } }, { kind: "invalid-parameters" }],
    [{ template: "free", parameters: { force_failover: "yes" } }, { kind: "invalid-parameters" }],
  ])("%o is refused", (changes, error) => {
    expect(useTemplate(policy, { ...asked, ...changes })).toMatchObject({ ok: false, error });
  });

  test("are for its environments", () => {
    expect(templateRefusal(policy, "nightly", "staging")).toMatchObject({ kind: "template-elsewhere" });
    expect(templateRefusal(policy, "nightly", "production")).toBeUndefined();
    expect(templateRefusal(policy, "free", "staging")).toBeUndefined();
    expect(templateRefusal(policy, undefined, "staging")).toBeUndefined();
  });
});

describe("a mistake in a template is told with its key", () => {
  test.each([
    [{ groups: ["ops"] }, 'templates.nightly.groups.0: there is no group "ops"'],
    [{ environments: ["prod"] }, 'templates.nightly.environments.0: there is no environment "prod"'],
    [{ when: "day" }, 'templates.nightly.when: there is no window "day"'],
    [{ open: ["tags", "tags"] }, 'templates.nightly.open.1: "tags" is listed twice'],
    [{ justification: " " }, "templates.nightly.justification: say why: the approvers read it"],
    [
      { pre_approved: { instead_of: ["x"] } },
      'templates.nightly.pre_approved.instead_of.0: there is no rule "x"',
    ],
    [
      { pre_approved: { instead_of: ["never"] } },
      'templates.nightly.pre_approved.instead_of.0: "never" denies, and nothing goes over that',
    ],
    [
      { pre_approved: { condition: "nonsense" } },
      "templates.nightly.pre_approved.condition: not a condition",
    ],
  ])("%o", (changes, issue) => {
    const text = policyText({
      rules: [{ name: "never", deny: "audit" }],
      templates: { nightly: { ...nightly, ...changes } },
    });

    const parsed = policySchema.safeParse(text);

    const told = parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
    expect(told.some((one) => one.startsWith(issue))).toBe(true);
  });

  test.each([[undefined], [["production", "staging"]]])(
    "one for production that is pre-approved for everybody: %j",
    (environments) => {
      const { groups: _, ...open } = { ...nightly, ...(environments && { environments }) };

      const parsed = policySchema.safeParse(policyText({ templates: { nightly: open } }));

      expect(parsed.error?.issues).toMatchObject([{ path: ["templates", "nightly", "pre_approved"] }]);
    },
  );
});

describe("break-glass", () => {
  const terms = {
    groups: ["sre"],
    reviewers: ["dba", "sre"],
    escalate_to: ["leads"],
    freezes: "ignored" as const,
  };
  const policy = policyOf({
    break_glass: terms,
    windows: { night: { from: "22:00", to: "05:00" } },
    freezes: [{ name: "sales", from: "2026-11-26 18:00", to: "2026-11-30 08:00", action: "hold" }],
    rules: [
      { name: "never", deny: "audit" },
      { name: "night", start_in: "night", deny: "at night only", break_glass: "allowed" },
    ],
  });
  const question = {
    operation: "reboot_instance",
    environment: "production",
    catalogueRisk: "high",
    raisedBy: [],
  } as const;

  test("is for its groups alone", () => {
    expect(breakGlassRefusal(policy, dora)).toBeUndefined();
    expect(breakGlassRefusal(policy, ben)).toStrictEqual({ kind: "no-break-glass", groups: ["sre"] });
    expect(breakGlassRefusal(policyOf(), dora)).toStrictEqual({ kind: "no-break-glass", groups: [] });
  });

  test("is denied by a rule that does not allow it", () => {
    const denial = (isEmergency: boolean, rules: PolicyText["rules"]) =>
      evaluatePolicy(
        {
          ...policy,
          rules: policyOf({ windows: { night: { from: "22:00", to: "05:00" } }, rules: rules ?? [] }).rules,
        },
        { ...question, isEmergency },
      ).requirement.denial?.rule;
    const allowing = { name: "night", deny: "at night only", break_glass: "allowed" } as const;

    expect(denial(true, [{ name: "never", deny: "audit" }, allowing])).toBe("never");
    expect(denial(true, [allowing])).toBeUndefined();
    expect(denial(false, [allowing])).toBe("night");
  });

  test("skips the approvals, keeps who would have been asked, and starts past windows and ignored freezes", () => {
    const { requirement } = evaluatePolicy(policy, question);

    const skipped = withoutApprovals(policy, { ...requirement, autoApprovedBy: "x" });

    expect(skipped).toMatchObject({
      approvals: 0,
      approvers: requirement.approvers,
      breakGlass: {
        approvalsSkipped: 2,
        reviewers: ["ben@acme.example", "cleo@acme.example", "dora@acme.example"],
        escalateTo: ["lena@acme.example"],
        reviewWithinSeconds: 86_400,
        ignoresFreezes: true,
      },
    });
    expect(skipped).not.toHaveProperty("autoApprovedBy");
    expect(withoutApprovals(policyOf(), requirement)).toBe(requirement);
    expect(startPolicyOf(policy, requirement)).toBe(policy);
    const start = startPolicyOf(policy, skipped);
    expect([start.freezes, start.rules.flatMap(({ start_in }) => start_in ?? [])]).toStrictEqual([[], []]);
    const kept = policyOf({ ...policyText(), break_glass: { ...terms, freezes: "kept" } });
    const held = withoutApprovals(kept, requirement);
    expect(
      startPolicyOf({ ...policy, break_glass: kept.break_glass ?? (terms as never) }, held).freezes,
    ).toHaveLength(1);
  });

  test.each([
    [{ groups: ["ops"] }, "break_glass.groups.0", 'there is no group "ops"'],
    [{ reviewers: ["sre"] }, "break_glass.reviewers", "is reviewed by 2 others, and there are not so many"],
    [{ escalate_to: ["ops"] }, "break_glass.escalate_to.0", 'there is no group "ops"'],
    [{ escalate_to: undefined }, "break_glass.escalate_to", "name whom an overdue review is escalated to"],
  ])("a mistake in it is told with its key: %o", (changes, path, message) => {
    const given = Object.entries({ ...terms, ...changes }).filter(([, value]) => value !== undefined);
    const wrong = policyOf({ break_glass: Object.fromEntries(given) as never });

    const issues = findBreakGlassIssues(wrong).map((one) => `${one.path.join(".")}: ${one.message}`);

    expect(issues.some((one) => one.startsWith(path) && one.includes(message))).toBe(true);
  });

  test("a rule that allows an emergency what it does not deny is a mistake, and owners hear of overdue reviews", () => {
    const idle = policyOf({ rules: [{ name: "idle", break_glass: "allowed" }] });
    const owned = policyOf({
      groups: { ...policyText().groups, owners: { members: ["lena@acme.example"], level: 5 } },
      break_glass: { groups: ["sre"], reviewers: ["dba", "sre"], freezes: "kept" },
    });

    expect(findBreakGlassIssues(idle)).toMatchObject([{ path: ["rules", 0, "break_glass"] }]);
    expect(findBreakGlassIssues(owned)).toStrictEqual([]);
  });

  test("whether freezes hold it back has to be said", () => {
    const { freezes: _, ...silent } = terms;
    const parsed = policySchema.safeParse({ ...policyText(), break_glass: silent });

    expect(parsed.error?.issues).toMatchObject([{ path: ["break_glass", "freezes"] }]);
  });
});

describe("delegation by the policy", () => {
  const inPerson = policyOf({
    groups: { ...policyText().groups, leads: { members: ["lena@acme.example"], delegation: false } },
  });
  const cleo = person("cleo@acme.example", "Cleo");

  test.each([
    ["of somebody in no group", "otto@acme.example", cleo, { kind: "nothing-to-delegate" }],
    [
      "of a group that decides in person",
      "lena@acme.example",
      cleo,
      { kind: "delegation-vetoed", groups: ["leads"] },
    ],
    [
      "to somebody in no group",
      "ben@acme.example",
      person("otto@acme.example", "Otto"),
      { kind: "unfit-delegate", name: "Otto" },
    ],
    ["of an approver to another", "ben@acme.example", cleo, undefined],
  ])("%s", (_what, of, to, refusal) => {
    expect(delegationVeto(inPerson, personIdSchema.parse(of), to)).toStrictEqual(refusal);
  });

  test.each([
    ["a rule wants it so", { rules: [{ name: "own", delegation: false as const }] }],
    ["a rule asks for a level", { rules: [{ name: "high", level: 1 }] }],
  ])("everybody decides in person where %s", (_what, changes) => {
    const { requirement } = evaluatePolicy(policyOf(changes), {
      operation: "reboot_instance",
      environment: "staging",
      catalogueRisk: "medium",
      raisedBy: [],
    });

    expect(requirement.ownDecisionOnly).toStrictEqual(requirement.approvers);
  });
});
