import { describe, expect, test } from "vitest";
import { policySchema } from "../../../src/core/policy/policy.ts";
import { policyOf, policyText } from "./sample-policy.ts";

function issuesOf(text: unknown): readonly string[] {
  const parsed = policySchema.safeParse(text);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("a policy", () => {
  test("has sensible defaults for what its file leaves out", () => {
    const policy = policyOf();

    expect(policy).toMatchObject({ operations: {}, rules: [], defaults: { expires_after: 72 * 3600 } });
    expect(policy.environment_tags).toStrictEqual(["Environment", "Env", "ENV", "Stage"]);
    expect(policy.environments.staging).toMatchObject({ tags: [], names: ["staging-*", "*-stg"] });
  });

  test("compares tags and people without case", () => {
    const policy = policyOf({ groups: { dba: { members: ["Ben@ACME.example"] } } });

    expect(policy.environments.production?.tags).toStrictEqual(["prod", "live"]);
    expect(policy.groups.dba?.members).toStrictEqual(["ben@acme.example"]);
  });

  test.each([
    ["45m", 2700],
    ["72h", 259_200],
    ["3d", 259_200],
  ])("reads %s as %d seconds", (expires_after, seconds) => {
    const policy = policyOf({ rules: [{ name: "soon", expires_after }] });

    expect(policy.rules[0]?.expires_after).toBe(seconds);
  });
});

describe("a mistake in a policy is told with its key", () => {
  const sales = { name: "sales", from: "2026-11-26 18:00", to: "2026-11-30 08:00", action: "hold" } as const;
  const rule = (changes: object) => policyText({ rules: [{ name: "one", ...changes }] });

  test.each([
    [
      "a default group that is not there",
      policyText({ defaults: { approvers: ["dba", "dbas"], notify: {} } }),
      'defaults.approvers.1: there is no group "dbas"',
    ],
    ["a rule's group", rule({ approvers: ["ops"] }), 'rules.0.approvers.0: there is no group "ops"'],
    [
      "a group that gets mails",
      rule({ notify: { email: ["dba", "ops"] } }),
      'rules.0.notify.email.1: there is no group "ops"',
    ],
    [
      "a default group that gets mails",
      policyText({ defaults: { approvers: ["dba"], notify: { email: ["ops"] } } }),
      'defaults.notify.email.0: there is no group "ops"',
    ],
    [
      "mails to a word that means nobody",
      rule({ notify: { email: "everybody" } }),
      'rules.0.notify.email: write "approvers", "none" or a list of groups',
    ],
    ["an escalation group", rule({ escalate_to: ["ops"] }), 'rules.0.escalate_to.0: there is no group "ops"'],
    [
      "a group named like a part of every object",
      rule({ approvers: ["constructor"] }),
      'rules.0.approvers.0: there is no group "constructor"',
    ],
    [
      "a rule's environment",
      rule({ when: { environments: ["qa"] } }),
      'rules.0.when.environments.0: there is no environment "qa"',
    ],
    [
      "an operation's environment",
      policyText({ operations: { reboot_instance: { risk: { qa: "low" } } } }),
      'operations.reboot_instance.risk.qa: there is no environment "qa"',
    ],
    ["a rule's window", rule({ start_in: "dusk" }), 'rules.0.start_in: there is no window "dusk"'],
    [
      "a freeze's environment",
      policyText({ freezes: [{ ...sales, environments: ["qa"] }] }),
      'freezes.0.environments.0: there is no environment "qa"',
    ],
    [
      "a freeze that ends before it begins",
      policyText({ freezes: [{ ...sales, to: "2026-11-26 17:00" }] }),
      "freezes.0.to: it ends before it begins",
    ],
    [
      "a window by a word that has a meaning",
      policyText({ windows: { maintenance: { from: "22:00", to: "05:00" } } }),
      "windows.maintenance: this word has a meaning already",
    ],
    [
      "more instances in one request than anybody can look through",
      policyText({ environments: { production: { bulk: { at_most: 51 } } } }),
      "environments.production.bulk.at_most: Too big: expected number to be <=50",
    ],
    [
      "two rules of one name",
      policyText({ rules: [{ name: "one" }, { name: "one" }] }),
      'rules.1.name: "one" is taken',
    ],
    [
      "no production",
      policyText({ environments: { staging: {} } }),
      'environments: needs "production": what cannot be classified counts as production',
    ],
    [
      "a group without members",
      policyText({ groups: { dba: { members: [] } } }),
      "groups.dba.members: a group needs at least one member",
    ],
    [
      "a duration in words",
      rule({ expires_after: "3 days" }),
      'rules.0.expires_after: write a duration as "45m", "72h" or "3d"',
    ],
    [
      "a duration of nothing",
      rule({ expires_after: "0h" }),
      'rules.0.expires_after: write a duration as "45m", "72h" or "3d"',
    ],
    [
      "a channel's name for its id",
      rule({ notify: { slack: ["#dba"] } }),
      'rules.0.notify.slack.0: a Slack channel id looks like "C0123ABCD", not like "#name"',
    ],
    [
      "a rule's name in capitals",
      policyText({ rules: [{ name: "One" }] }),
      "rules.0.name: lower-case letters, digits and hyphens, please",
    ],
    [
      "a caller by half",
      policyText({ callers: [{ arn: "arn:aws:iam::123456789012:user/ci" }] }),
      "callers.0: needs arn and person, or sso_role, account and email_domain",
    ],
    [
      "a caller in two ways",
      policyText({
        callers: [
          { arn: "arn:aws:iam::123456789012:user/ci", person: "ci@acme.example", account: "123456789012" },
        ],
      }),
      "callers.0: needs arn and person, or sso_role, account and email_domain",
    ],
    [
      "a pattern of callers",
      policyText({ callers: [{ arn: "arn:aws:iam::123456789012:user/*", person: "ci@acme.example" }] }),
      "callers.0.arn: the ARN of a user, of a role or of one session of a role; no patterns",
    ],
    [
      "a whole account as a caller",
      policyText({ callers: [{ arn: "arn:aws:iam::123456789012:root", person: "ci@acme.example" }] }),
      "callers.0.arn: the ARN of a user, of a role or of one session of a role; no patterns",
    ],
    [
      "an Identity Center role that could be any",
      policyText({
        callers: [{ sso_role: "AWSReservedSSO_*", account: "123456789012", email_domain: "acme.example" }],
      }),
      "callers.0.sso_role: write AWSReservedSSO_NAME_*, with the permission set's name; the rest is AWS's own",
    ],
  ])("%s", (_what, text, issue) => {
    expect(issuesOf(text)).toContain(issue);
  });

  test.each([
    ["a key that is no key", { ...policyText(), rule: [] }, ""],
    ["a misspelt condition", rule({ when: { environment: ["production"] } }), "rules.0.when"],
    [
      "an address that is none",
      policyText({ groups: { dba: { members: ["ben"] } } }),
      "groups.dba.members.0",
    ],
    ["a negative number of approvals", rule({ approvals: -1 }), "rules.0.approvals"],
    ["half an approval", rule({ approvals: 1.5 }), "rules.0.approvals"],
    ["a risk that is none", rule({ when: { risks: ["severe"] } }), "rules.0.when.risks.0"],
    ["a negative cost", rule({ when: { cost_increase_above: -1 } }), "rules.0.when.cost_increase_above"],
    [
      "a cost in words",
      rule({ when: { cost_increase_above: "100 USD" } }),
      "rules.0.when.cost_increase_above",
    ],
    ["an empty list of approvers", rule({ approvers: [] }), "rules.0.approvers"],
    ["another version", { ...policyText(), version: 2 }, "version"],
  ])("%s", (_what, text, path) => {
    expect(issuesOf(text).map((issue) => issue.split(": ")[0])).toContain(path);
  });
});
