import { afterAll, beforeAll, expect, test } from "vitest";
import { askingPolicy } from "../../support/asking-policy.ts";
import { accepted, openDesk, submissionOf } from "../../support/desk.ts";
import { dana, olga, startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

test("what a rule denies is not filed, and the requester reads why", async () => {
  const deny = "production rests today";
  const desk = await openDesk(bench, { policy: askingPolicy({ deny }) });

  const outcome = await desk.submit(submissionOf());
  const several = await desk.submit(submissionOf({ instanceId: "prod-orders-01,prod-payments-01" }));

  expect(outcome).toEqual({
    ok: false,
    error: { kind: "denied", rule: "production", reason: deny, environment: "production" },
  });
  expect(several).toEqual(outcome);
});

test("a rule that approves by itself leaves nothing to ask, and the record names it", async () => {
  const desk = await openDesk(bench, { policy: askingPolicy({ auto_approve: true }) });

  const request = await desk.ask();
  const [created] = await desk.events(request.id);

  expect(request).toMatchObject({
    status: "approved",
    requirement: { approvals: 0, autoApprovedBy: "production" },
  });
  expect(created?.details).toMatchObject({ policy_rules: ["production"], auto_approved_by: "production" });
});

test("conditions know who asks, what for, and on which instance", async () => {
  const condition = [
    `requester == "${dana.id}"`,
    'surface == "slack"',
    'instance.name == "prod-orders-01"',
    "collateral.size() == 0",
    "size(tags) > 0",
    "time.hour >= 0",
    "cost_change < 1000000.0",
  ].join(" && ");
  const desk = await openDesk(bench, { policy: askingPolicy({ approvals: 1 }, { condition }) });

  const { requirement } = accepted(await desk.submit(submissionOf({ by: dana })));
  const others = accepted(
    await desk.submit(submissionOf({ by: olga, instanceId: "prod-orders-01" })),
  ).requirement;

  expect(requirement.uncertainRules).toBeUndefined();
  expect(requirement.rules).toEqual(["production"]);
  expect(others.rules).toEqual([]);
});
