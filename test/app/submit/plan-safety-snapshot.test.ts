import { expect, test } from "vitest";
import { planSafetySnapshot } from "../../../src/app/submit/plan-safety-snapshot.ts";
import { catalogue } from "../../../src/operations/catalogue.ts";
import { requestId } from "../../operations/sample-run.ts";
import { sampleInstance } from "../../support/sample-instance.ts";

const requirement = { safetySnapshotAt: ["high"] } as const;

test("serves what puts data or the way back at risk, and nothing else", () => {
  const served = catalogue.filter(({ isServedBySnapshot }) => isServedBySnapshot);

  expect(served.map(({ name }) => name)).toEqual([
    "modify_instance_class",
    "modify_storage",
    "modify_multi_az",
    "change_parameter_group",
    "upgrade_engine_version",
  ]);
});

test.each(catalogue)("$name has an id that RDS takes, or none", (operation) => {
  const instance = sampleInstance({ id: "a".repeat(63) });

  const { id, facts } = planSafetySnapshot({ operation, instance, risk: "high", requirement }, requestId);

  expect(id !== undefined).toBe(operation.isServedBySnapshot);
  expect(facts).toEqual(id === undefined ? [] : [{ label: "Safety snapshot", value: `${id}, made first` }]);
  if (id !== undefined) expect(id).toMatch(/^(?=.{1,255}$)[a-z](-?[a-z0-9])*$/);
});

test.each([
  ["the risk is not one of the policy's", "medium", ["high"]],
  ["the policy wants none", "high", []],
  ["it was asked for before there was any", "high", undefined],
] as const)("there is none when %s", (_what, risk, safetySnapshotAt) => {
  const [operation] = catalogue.filter(({ isServedBySnapshot }) => isServedBySnapshot);
  if (!operation) throw new Error("no operation is served");

  const plan = planSafetySnapshot(
    { operation, instance: sampleInstance(), risk, requirement: { safetySnapshotAt } },
    requestId,
  );

  expect(plan).toEqual({ id: undefined, facts: [] });
});
