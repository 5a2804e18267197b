import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PolicyFileError } from "../../../src/app/files/policy-file-error.ts";
import { readPolicy } from "../../../src/app/files/read-policy.ts";

const smallest = `version: 1
groups:
  leads:
    members: [ann@acme.example]
environments:
  production:
    names: ["prod-*"]
defaults:
  approvers: [leads]
  notify:
    slack: [C0123ABCD]
`;

function problemsOf(text: string): readonly string[] {
  try {
    readPolicy(text, "policy.yaml");
  } catch (error) {
    if (error instanceof PolicyFileError) return error.problems;
    throw error;
  }
  return [];
}

describe("reading a policy file", () => {
  it("takes the sample policy that is deployed", () => {
    const policy = readPolicy(readFileSync("infra/policy.yaml", "utf8"), "infra/policy.yaml");

    expect(Object.keys(policy.groups)).toEqual(["dba-leads", "sre-oncall", "assessors"]);
    expect(policy.rules[0]?.expires_after).toBe(24 * 3600);
    expect(Object.keys(policy.windows)).toEqual(["night"]);
  });

  it("fills in what is left out: 72 hours to decide, the usual tags", () => {
    const policy = readPolicy(smallest, "policy.yaml");

    expect(policy.defaults.expires_after).toBe(72 * 3600);
    expect(policy.environment_tags).toEqual(["Environment", "Env", "ENV", "Stage"]);
  });

  it("names the version by the file's content, comments included", () => {
    const versions = [smallest, smallest, `${smallest}# reviewed\n`].map(
      (text) => readPolicy(text, "p").hash,
    );

    expect(versions[0]).toBe(versions[1]);
    expect(versions[0]).not.toBe(versions[2]);
    expect(versions[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    [
      "an operations channel by its name",
      `${smallest}operations_channel: { slack: "#ops" }\n`,
      'line 12, operations_channel.slack: a Slack channel id looks like "C0123ABCD", not like "#name"',
    ],
    [
      "an operations channel that is none",
      `${smallest}operations_channel: {}\n`,
      "line 12, operations_channel: name a channel in slack or teams",
    ],
    [
      "a group that is not there",
      smallest.replace("approvers: [leads]", "approvers: [chiefs]"),
      'line 9, defaults.approvers.0: there is no group "chiefs"',
    ],
    [
      "a key that is misspelt",
      smallest.replace("names:", "nmaes:"),
      "line 7, environments.production.nmaes: this key is not known",
    ],
    [
      "a key that is missing",
      smallest.replace("    slack: [C0123ABCD]\n", "    {}\n").replace("  approvers: [leads]\n", ""),
      "line 8, defaults.approvers:",
    ],
    [
      "an e-mail address that is none",
      smallest.replace("ann@acme.example", "ann"),
      "line 4, groups.leads.members.0:",
    ],
    [
      "a channel by its name",
      smallest.replace("C0123ABCD", '"#dba"'),
      "line 11, defaults.notify.slack.0: a Slack channel id looks like",
    ],
    [
      "mails to a group that is not there",
      smallest.replace("slack: [C0123ABCD]", "slack: [C0123ABCD]\n    email: [ops]"),
      'line 12, defaults.notify.email.0: there is no group "ops"',
    ],
    [
      "a duration in no unit",
      `${smallest}  expires_after: "72"\n`,
      "line 12, defaults.expires_after: write a duration as",
    ],
    [
      "a duration that outlasts the cards",
      `${smallest}  expires_after: 91d\n`,
      "line 12, defaults.expires_after: 90 days at most",
    ],
    [
      "an operation that is misspelt",
      `${smallest}operations:\n  create_snapshots:\n    risk: { production: high }\n`,
      'line 13, operations.create_snapshots: there is no operation "create_snapshots", only create_snapshot,',
    ],
    [
      "a rule for an unknown operation",
      `${smallest}rules:\n  - name: odd\n    when: { operations: [reboot] }\n`,
      'line 14, rules.0.when.operations.0: there is no operation "reboot", only',
    ],
    [
      "no production environment",
      smallest.replace("production:", "staging:"),
      'line 5, environments: needs "production"',
    ],
    [
      "an empty group",
      smallest.replace("[ann@acme.example]", "[]"),
      "line 4, groups.leads.members: a group needs at least one member",
    ],
    [
      "a rule for an unknown environment",
      `${smallest}rules:\n  - name: odd\n    when: { environments: [mars] }\n`,
      'line 14, rules.0.when.environments.0: there is no environment "mars"',
    ],
    [
      "a name that is used twice",
      `${smallest}rules:\n  - name: odd\n  - name: odd\n`,
      'line 14, rules.1.name: "odd" is taken',
    ],
    [
      "a freeze of an unknown operation",
      `${smallest}freezes:\n  - name: sales\n    from: 2026-11-26 18:00\n    to: 2026-11-30 08:00\n    action: hold\n    operations: [reboot]\n`,
      'line 17, freezes.0.operations.0: there is no operation "reboot", only',
    ],
    [
      "a freeze that ends on a bare date",
      `${smallest}freezes:\n  - name: sales\n    from: 2026-11-26 18:00\n    to: 2026-11-30\n    action: hold\n`,
      'line 15, freezes.0.to: write a moment as "2026-11-30 08:00"',
    ],
    [
      "a window in no time zone",
      `${smallest}windows:\n  night: { from: 22:00, to: 05:00, time_zone: Berlin }\n`,
      "line 13, windows.night.time_zone: write a time zone as",
    ],
    [
      "a role of another account",
      `${smallest}accounts:
  - id: "210987654321"
    regions: [eu-west-1]
    reader_role: arn:aws:iam::210987654321:role/countersign-reader
    operator_role: arn:aws:iam::111111111111:role/countersign-operator
`,
      "line 16, accounts.0.operator_role: this role is not of the account 210987654321",
    ],
    ["a key that is there twice", smallest.replace("version: 1", "version: 1\nversion: 1"), "line 2:"],
    ["no YAML at all", "groups: [", "line 1"],
    [
      "an alias that leads nowhere",
      smallest.replace("version: 1", "version: *one"),
      "the file: Unresolved alias",
    ],
    [
      "aliases of aliases without end",
      `a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [${"*a,".repeat(10)}]\nc: &c [${"*b,".repeat(10)}]\n${smallest.replace("version: 1", "version: [*c,*c]")}`,
      "the file: Excessive alias count",
    ],
    ["a list instead of keys", "- version: 1\n", "line 1, the file:"],
  ])("tells the line and the key of %s", (_what, text, problem) => {
    const problems = problemsOf(text);

    expect(
      problems.some((one) => one.startsWith(problem)),
      problems.join("\n"),
    ).toBe(true);
  });

  it("tells all problems at once", () => {
    const text = smallest.replace("ann@acme.example", "ann").replace("C0123ABCD", "general");

    expect(problemsOf(text)).toHaveLength(2);
  });
});
