import { expect, test } from "vitest";
import { PolicyFileError } from "../../../src/app/files/policy-file-error.ts";
import { readPolicy } from "../../../src/app/files/read-policy.ts";

const head = `version: 1
groups:
  leads: { members: [ann@acme.example, bob@acme.example] }
  chiefs: { members: [cat@acme.example], level: 3 }
environments: { production: {} }
defaults: { approvers: [leads], notify: {} }
rules:
  - name: rule
`;

/** What is told of a policy with this rule, whose keys begin in line 9. */
function problemsOf(...lines: string[]): readonly string[] {
  return problemsIn(`${head}${lines.map((line) => `    ${line}\n`).join("")}`);
}

function problemsIn(policy: string): readonly string[] {
  try {
    readPolicy(policy, "policy.yaml");
  } catch (error) {
    if (error instanceof PolicyFileError) return error.problems;
    throw error;
  }
  return [];
}

const condition = (text: string) => ["when:", `  condition: ${JSON.stringify(text)}`];
const at = "line 10, rules.0.when.condition: not a condition:";

test.each([
  ["does not end", 'operation == "a" &&', `${at} Unexpected token: EOF (at character 20)`],
  ["names what is not there", 'opration == "a"', `${at} Unknown variable: opration (at character 1)`],
  ["asks for a field that is not there", "time.hours > 3", `${at} No such key: hours (at character 6)`],
  ["compares what cannot be", "operation == 1", `${at} no such overload: string == int (at character 1)`],
  ["gives no answer", "size(tags)", `${at} it gives int, not true or false`],
  [
    "could take forever",
    'requester.matches("(a+)+$")',
    `${at} a repetition of a whole group can take forever`,
  ],
])("a condition that %s is told with its line", (_what, text, problem) => {
  expect(problemsOf(...condition(text))).toEqual([problem]);
});

test("a condition that is far too large is told", () => {
  const [problem] = problemsOf(...condition(`cost_change > 1${"+1".repeat(400)}`));

  expect(problem).toMatch(/maxAstNodes|maxDepth/);
});

test.each([
  [["approvals: 3"], "line 9, rules.0.approvals: it needs 3, and any rule's groups have 2"],
  [["approvals: 2", "approvers: [chiefs]"], "line 9, rules.0.approvals: it needs 2, and chiefs have 1"],
  [["level: 3"], "line 9, rules.0.level: it needs 1 of level 3, and any rule's groups have 0"],
  [
    ["when: { risks: [high] }", "approvers: [chiefs]"],
    "line 10, rules.0.approvers: it needs 2, and chiefs have 1",
  ],
  [
    ["one_from_each: [leads, chiefs]", "level: 3"],
    "line 9, rules.0.one_from_each: there are not enough people for one from each of leads, chiefs",
  ],
])("a rule that asks for more people than there are is told: %j", (lines, problem) => {
  expect(problemsOf(...lines)).toEqual([problem]);
});

test.each([
  [["auto_approve: true", "approvals: 1"], "line 9, rules.0.auto_approve: this rule asks for people as well"],
  [["auto_approve: true", "deny: never"], "line 9, rules.0.auto_approve: this rule denies as well"],
  [["deny: ''"], "line 9, rules.0.deny: say why: the requester reads it"],
  [["one_from_each: [leads, leads]"], 'line 9, rules.0.one_from_each.1: "leads" is listed twice'],
  [["one_from_each: [ops]"], 'line 9, rules.0.one_from_each.0: there is no group "ops"'],
  [
    ["expires_after: 2h", "escalate: [{ after: 2h, to: [chiefs] }]"],
    "line 10, rules.0.escalate.0.after: the request has expired by then",
  ],
  [["escalate: [{ after: 2h, to: [ops] }]"], 'line 9, rules.0.escalate.0.to.0: there is no group "ops"'],
  [["level: 6"], "line 9, rules.0.level: a level is a number from 1 to 5"],
  [["remind: { after: 1m }"], "line 9, rules.0.remind.after: five minutes at least"],
])("a rule whose terms make no sense is told: %j", (lines, problem) => {
  expect(problemsOf(...lines)).toContain(problem);
});

test("quiet hours that leave no hour of the week are told", () => {
  const quiet = (days: string) =>
    `quiet_hours: { ${days}from: "00:00", to: "24:00" }\n${head}    approvals: 1\n`;

  expect(problemsIn(quiet(""))).toEqual([
    "line 1, quiet_hours.to: what waits for their end would wait for ever: leave some hours of the week",
  ]);
  expect(problemsIn(quiet("days: [sat, sun], "))).toEqual([]);
});
