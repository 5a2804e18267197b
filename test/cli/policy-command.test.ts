import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { readPolicy } from "../../src/app/files/read-policy.ts";
import { policy as command } from "../../src/cli/commands/policy.ts";
import { readCommandLine } from "../../src/cli/commands.ts";
import { checkedText, explainedText } from "../../src/cli/policy/explain-answer.ts";

const policy = readPolicy(await readFile("infra/policy.yaml", "utf8"), "infra/policy.yaml");

function explained(...args: string[]): string {
  const parsed = command.parse(["explain", "infra/policy.yaml", ...args]);
  if (!parsed.ok || parsed.value.kind !== "explain-policy") throw new Error("is no question");
  return explainedText(policy, parsed.value.question);
}

test("a file that can be used is counted", () => {
  expect(checkedText("infra/policy.yaml", policy)).toMatch(
    /^infra\/policy\.yaml is a valid policy: 3 groups, 4 rules, version [0-9a-f]{12}\.$/,
  );
});

describe("an explanation", () => {
  test("says who would have to agree, and what each rule said", () => {
    const text = explained("--operation", "upgrade_engine_version");

    expect(text.split("\n").slice(0, 7)).toEqual([
      expect.stringMatching(
        /^upgrade_engine_version in production: \w+: \d approvals? from dba-leads or sre-oncall$/,
      ),
      "",
      "  keep-compliance-snapshots  does not match (it is for other operations)",
      "  new-engine                 matches",
      "  production                 matches",
      "  workflows                  does not match (it is for other environments)",
      "",
    ]);
    expect(text).toContain("one from each of      dba-leads, sre-oncall");
    expect(text).toContain("first reminder after  2 h");
    expect(text).toMatch(/^cards in Slack {8}\S+$/m);
    expect(text).toMatch(/^cards in Teams {8}\S+/m);
  });

  test.each([
    ['{"snapshot_id":"compliance-2026"}', true],
    ['{"snapshot_id":"mine"}', false],
    ["{}", true],
  ])("says what is denied: %s", (parameters, isDenied) => {
    const text = explained("--operation", "delete_snapshot", "--parameters", parameters);

    expect(
      text.includes("denied by             keep-compliance-snapshots: compliance snapshots are kept"),
    ).toBe(isDenied);
  });
});

test.each([
  ["policy", 'Say "policy check FILE" or "policy explain FILE".'],
  ["policy check", 'Which file? Say "policy check FILE".'],
  ["policy check a b", '"b" stands alone: quote what has spaces.'],
  ["policy check a --operation x", '"policy check" has no --operation.'],
  ["policy explain a", "--operation is missing: the operation or action that is asked for."],
  ["policy explain a --operation x --risk big", '--risk is "low", "medium" or "high".'],
  ["policy explain a --operation x --tags {", "--tags is no JSON."],
  ["policy explain a --operation x --at noon", '--at is a moment such as "2026-11-27T17:30:00Z".'],
  ["poller --tags {}", '"poller" has no --tags.'],
])("%s: %s", (line, message) => {
  expect(readCommandLine(line.split(" "))).toEqual({ ok: false, error: message });
});
