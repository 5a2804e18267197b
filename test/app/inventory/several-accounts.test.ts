import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeRunSelfService } from "../../../src/app/api/run-self-service.ts";
import { makeRefreshInventory } from "../../../src/app/inventory/refresh-inventory.ts";
import { fullNameOf } from "../../../src/core/instance-name.ts";
import { memberRoles } from "../../../src/local/sts/sample-roles.ts";
import { accepted, type Desk, openDesk, submissionOf } from "../../support/desk.ts";
import { inLedger, inOwn, openAccounts, twoAccounts } from "../../support/sample-accounts.ts";
import { dana, startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const crmInLedger = fullNameOf({ id: "legacy-crm", ...inLedger });

/** A desk on two accounts, both in the inventory. */
async function openOnTwo() {
  const accounts = await openAccounts();
  const policy = { ...bench.policy, accounts: [...twoAccounts] };
  const desk = await openDesk(bench, { policy, access: accounts.access });
  const { ports, rds } = desk;
  const own = { ...ports, rds: rds.gateway, now: () => new Date(), policy, tenant };
  await makeRefreshInventory({ ...own, onFailure: () => {} })();
  return { desk, accounts };
}

async function run(desk: Desk, id: Parameters<Desk["find"]>[0]) {
  const request = await desk.find(id);
  await desk.dispatch(request.id);
  await desk.drainRuns();
  return desk.find(id);
}

test("a name that two accounts have is refused with the full names, in any case", async () => {
  const { desk } = await openOnTwo();

  const refused = await desk.submit(submissionOf({ instanceId: " Legacy-CRM " }));

  expect(refused).toEqual({
    ok: false,
    error: {
      kind: "ambiguous-instance",
      instanceId: "legacy-crm",
      names: ["legacy-crm.eu-central-1.123456789012", crmInLedger],
    },
  });
});

test.each([inOwn, inLedger])(
  "its full name means the one in %o, and its environment is that one's",
  async (place) => {
    const { desk } = await openOnTwo();

    const request = await desk.ask({ instanceId: fullNameOf({ id: "legacy-crm", ...place }).toUpperCase() });

    expect(request.intent).toMatchObject({ instance: { id: "legacy-crm", ...place } });
    expect(request.environment).toBe(place === inOwn ? "production" : "development");
  },
);

test("a name that only one account has needs no more", async () => {
  const { desk } = await openOnTwo();

  const request = await desk.ask({ instanceId: "prod-ledger-01" });

  expect(request.intent).toMatchObject({ instance: inLedger, place: "ledger (210987654321), eu-west-1" });
});

test.each([
  ["a bare name", "legacy-crn", ["legacy-crm"]],
  ["a full name", "legacy-crm.eu-west-3.210987654321", ["legacy-crm.eu-central-1.123456789012", crmInLedger]],
])("%s that is nobody's is answered with similar ones of its kind", async (_what, instanceId, similar) => {
  const { desk } = await openOnTwo();

  const refused = await desk.submit(submissionOf({ instanceId }));

  expect(refused).toMatchObject({ error: { kind: "unknown-instance", instanceId, similar } });
});

test("what is approved for an instance of the second account runs there, with credentials named after it", async () => {
  const { desk } = await openOnTwo();
  const approved = await desk.askApproved({ instanceId: crmInLedger });

  const executed = await run(desk, approved.id);

  expect(executed.status).toBe("executed");
  expect(await desk.rds.changingCalls()).toMatchObject([
    { action: "CreateDBSnapshot", session: { roleArn: memberRoles.operator, name: approved.id } },
  ]);
  expect(await desk.rds.gateway.findSnapshot(inLedger, `legacy-crm-${approved.id}`)).toBeDefined();
  expect(await desk.rds.gateway.findSnapshot(inOwn, `legacy-crm-${approved.id}`)).toBeUndefined();
});

test("the way back of a run in the second account leads to the second account", async () => {
  const { desk } = await openOnTwo();
  const approved = await desk.askApproved({ instanceId: crmInLedger });
  await run(desk, approved.id);

  const reverting = accepted(
    await desk.revert(approved.id, { by: dana, surface: "slack", correlationId: "r1" }),
  );

  expect(reverting.intent).toMatchObject({ operation: "delete_snapshot", instance: inLedger });
});

test("self-service takes a full name, and the same key again is the same order", async () => {
  const { desk } = await openOnTwo();
  const { ports, submit: submitRequest } = desk;
  const runSelfService = makeRunSelfService({ ...ports, submitRequest, tenant });
  const order = { operation: "snapshot", instanceId: crmInLedger, parameters: {}, reason: "", by: dana };
  const key = randomUUID();

  const first = await runSelfService({ ...order, key }, 0);
  const again = await runSelfService({ ...order, instanceId: "legacy-crm", key }, 0);
  const inTheOther = fullNameOf({ id: "legacy-crm", ...inOwn });
  const other = await runSelfService({ ...order, instanceId: inTheOther, key }, 0);

  expect(first).toMatchObject({ ok: true, value: { status: "approved", intent: { instance: inLedger } } });
  expect(again).toEqual(first);
  expect(other).toMatchObject({ ok: false, error: { kind: "key-used" } });
});

test("self-service that needs approval names the line in chat with the name as it was given", async () => {
  const { desk } = await openOnTwo();
  const instanceId = fullNameOf({ id: "legacy-crm", ...inOwn });

  const refused = await desk.submit(submissionOf({ instanceId, operation: "reboot", isSelfService: true }));

  expect(refused).toMatchObject({
    error: { kind: "needs-approval", command: `/rds-request reboot ${instanceId} because ...` },
  });
});

test("an account that refuses the role ends the run at once, with what to do about it, and nothing was called", async () => {
  const { desk, accounts } = await openOnTwo();
  const approved = await desk.askApproved({ instanceId: crmInLedger });
  await accounts.fault({ action: "AssumeRole", kind: "error", code: "AccessDenied", times: 9 });

  const failed = await run(desk, approved.id);

  expect(failed).toMatchObject({
    status: "failed",
    outcome: {
      result: "failed",
      guidance: expect.stringContaining("look at that role's trust and external id"),
    },
  });
  expect(await desk.rds.changingCalls()).toEqual([]);
});
