import { afterAll, beforeAll, expect, test } from "vitest";
import { inLedger, twoAccounts } from "../../support/sample-accounts.ts";
import { sampleInstance } from "../../support/sample-instance.ts";
import { dana as danaPerson, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { dana, openSlackDoor, priya, textOf } from "./open-slack-door.ts";

const inLedgersCrm = "legacy-crm.eu-west-1.210987654321";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
  const crm = sampleInstance({ id: "legacy-crm", ...inLedger, resourceId: "db-LEDGER" });
  await bench.inventory.save(crm);
});
afterAll(() => bench.stop());

function openDoor() {
  return openSlackDoor(bench, { policy: { ...bench.policy, accounts: [...twoAccounts] } });
}

type Door = Awaited<ReturnType<typeof openDoor>>;

function shown({ slack }: Door): string {
  return textOf({ text: "", blocks: slack.views()[0]?.definition.blocks ?? [] });
}

function choose(door: Door, instance: string) {
  const values = { operation: { operation: "create_snapshot" }, instance: { instance } };
  return door.slack.submitView({ user: dana, callbackId: "choose_operation", values });
}

test("a typed name that two accounts have is answered with the full names, and a full name is taken", async () => {
  const door = await openDoor();

  await door.command("snapshot legacy-crm because the schema changes");
  const refused = door.told();
  await door.command(`snapshot ${inLedgersCrm} because the schema changes`);

  expect(refused).toContain('There are 2 instances named \\"legacy-crm\\"');
  expect(refused).toContain(`legacy-crm.eu-central-1.123456789012 or ${inLedgersCrm}`);
  const [summary] = await door.listBy(danaPerson);
  expect(await door.find(summary?.id as never)).toMatchObject({ intent: { instance: inLedger } });
});

test("the form tells the account and region of each instance, and asks for the one that was chosen", async () => {
  const door = await openDoor();
  await door.command("");
  const firstStep = shown(door);

  await choose(door, inLedgersCrm);
  const secondStep = shown(door);
  const values = { justification: { justification: "The schema changes." } };
  await door.slack.submitView({ user: dana, callbackId: "describe_request", values });

  expect(firstStep).toContain("legacy-crm · production · ledger (210987654321), eu-west-1");
  expect(firstStep).toContain("legacy-crm · production · main (123456789012), eu-central-1");
  expect(secondStep).toContain("ledger (210987654321), eu-west-1");
  expect(door.slack.failures()).toEqual([]);
  const [summary] = await door.listBy(danaPerson);
  expect(await door.find(summary?.id as never)).toMatchObject({ intent: { instance: inLedger } });
});

test("the card and the form to decide tell the approver the account and region", async () => {
  const door = await openDoor();

  const { request, place, ts } = await door.ask({ instanceId: inLedgersCrm });
  const card = door.slack.messages(place).find((message) => message.ts === ts);
  await door.slack.click({ user: priya, channel: place, ts, actionId: "request_approve" });

  expect(request.intent).toMatchObject({ instance: inLedger });
  expect(textOf(card)).toContain("ledger (210987654321), eu-west-1");
  expect(shown(door)).toContain("ledger (210987654321), eu-west-1");
});

test("a long name keeps its account and region on a line of its own, where Slack would cut it off", async () => {
  const id = `prod-${"very-long-".repeat(5)}name`;
  const longNamed = sampleInstance({ id, ...inLedger });
  const door = await openSlackDoor(bench, {
    policy: { ...bench.policy, accounts: [...twoAccounts] },
    inventory: { listNamed: async () => [longNamed], search: async () => [longNamed] },
  });

  await door.command("");

  expect(shown(door)).toContain(`"${id} · production"`);
  expect(shown(door)).toContain('"ledger (210987654321), eu-west-1"');
  expect(door.slack.failures()).toEqual([]);
});
