import { expect, test } from "vitest";
import { catalogue, findOperation } from "../../src/operations/catalogue.ts";
import { rejectionGuidance } from "../../src/operations/frame/rejection-guidance.ts";

test.each([
  ["create_snapshot", "create_snapshot"],
  ["snapshot", "create_snapshot"],
  ["create-snapshot", "create_snapshot"],
  [" Reboot ", "reboot_instance"],
  ["REBOOT_INSTANCE", "reboot_instance"],
])("“%s” finds %s", (word, name) => {
  expect(findOperation(word)?.name).toBe(name);
});

test.each(["", "drop", "snap", "create snapshot"])("“%s” finds nothing", (word) => {
  expect(findOperation(word)).toBeUndefined();
});

test("no two operations share a name or a short name", () => {
  const names = catalogue.flatMap(({ name, shortName }) => [name, shortName]);

  expect(new Set(names).size).toBe(names.length);
});

test.each([
  ["DBInstanceNotFound", "Check its name"],
  ["InvalidDBInstanceState", "Wait until it is available"],
  ["DBSnapshotAlreadyExists", "Ask again with another id"],
  ["SnapshotQuotaExceeded", "raise the quota"],
  ["InvalidParameterCombination", "Change the parameters"],
  ["AccessDenied", "has to extend its role"],
  ["NeverHeardOf", "RDS refused the call; nothing was changed."],
])("a %s is explained, in RDS's own words too", (code, advice) => {
  const guidance = rejectionGuidance({ code, message: "RDS's own words." });

  expect(guidance).toContain(advice);
  expect(guidance).toMatch(new RegExp(`\\(${code}: RDS's own words\\.\\)$`));
});
