import { expect, test } from "vitest";
import { conditionSchema, evaluateCondition } from "../../../src/core/policy/condition.ts";

const asked = (pattern: string) => `tags.team.matches(${pattern})`;

test.each([
  '"^db\\\\.r[67]g\\\\.(8|12|16)xlarge$"',
  "'^prod-.*-eu-.*$'",
  'r"^\\d+$"',
  '"[*+(|)]+"',
  '"a*a*a*b"',
  '"^(?:payments|orders|users)(-canary)?$"',
])("the pattern %s can be asked", (pattern) => {
  expect(conditionSchema.safeParse(asked(pattern)).error?.issues).toBeUndefined();

  // Of the processor's time: a busy machine says nothing about a pattern.
  const before = process.cpuUsage();
  evaluateCondition(asked(pattern), { tags: { team: "a".repeat(256) } });
  expect(process.cpuUsage(before).user).toBeLessThan(10_000_000);
});

test.each([
  ['"(a|a)*b"', "a whole group"],
  ['"((a+))+b"', "a whole group"],
  ['"(a?){30}a{30}"', "a whole group"],
  ['r"(?:a|b\\))+c"', "a whole group"],
  ['"a*a*a*a*a*b"', "too many ways"],
  [`"${"a?".repeat(30)}b"`, "too many ways"],
  [`"${"(a|a)".repeat(30)}b"`, "too many ways"],
  ['"(a" + "+)+b"', "written out"],
  ["tags.pattern", "written out"],
  ['"""(a+)+b"""', "written out"],
  ['"\\x28a+\\x29+b"', "a backslash"],
])("the pattern %s is a mistake, as it could take forever", (pattern, mistake) => {
  const { error } = conditionSchema.safeParse(asked(pattern));

  expect(error?.issues[0]?.message).toContain(mistake);
});

test("a parameter that is too long for patterns cannot be told", () => {
  const facts = { parameters: { name: "a".repeat(257) } };

  expect(evaluateCondition('parameters.name.matches("^a+$")', facts)).toEqual({
    kind: "cannot-tell",
    why: "a parameter is too long for patterns",
  });
});
