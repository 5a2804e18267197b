import { afterAll, beforeAll, expect, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { makeRefreshInventory } from "../../../src/app/inventory/refresh-inventory.ts";
import { sampleInstances } from "../../../src/local/rds/sample-instances.ts";
import { openDesk } from "../../support/desk.ts";
import {
  inLedger,
  inOwn,
  ledgerAccount,
  openAccounts,
  ownAccount,
  twoAccounts,
} from "../../support/sample-accounts.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

async function openRefreshing(tenant: string, accounts = twoAccounts) {
  const { access } = await openAccounts({ accounts });
  const desk = await openDesk(bench, { access });
  const failures: string[] = [];
  const refresh = makeRefreshInventory({
    ...desk.ports,
    rds: desk.rds.gateway,
    policy: { ...bench.policy, accounts: [...accounts] },
    tenant,
    onFailure: (place) => failures.push(place),
  });
  return { desk, refresh, failures, listed: () => bench.inventory.search(tenant, "", 1000) };
}

test("two accounts share one inventory, and a name that both have is there twice", async () => {
  const { desk, refresh, listed, failures } = await openRefreshing("both");

  const seen = await refresh();

  const instances = await listed();
  expect(seen).toBe(sampleInstances.length + 3);
  expect(instances).toHaveLength(seen);
  expect(instances.filter(({ id }) => id === "legacy-crm")).toMatchObject([
    { ...inOwn, environment: "production" },
    { ...inLedger, environment: "development" },
  ]);
  expect(new Set(instances.map(({ resourceId }) => resourceId)).size).toBe(seen);
  expect(failures).toEqual([]);
  const sessions = (await desk.rds.calls()).map(({ session }) => session);
  expect(sessions).toContainEqual({ roleArn: ledgerAccount.reader_role, name: "countersign-inventory" });
});

test("an account that refuses keeps no other waiting, and is told", async () => {
  const refusing = { ...ledgerAccount, external_id: "another-one" };
  const { refresh, listed, failures } = await openRefreshing("half", [refusing, ownAccount]);

  await expect(refresh()).rejects.toThrow(
    new GatewayError("The inventory of 1 of 2 accounts and regions is not refreshed"),
  );

  expect(failures).toEqual(["210987654321 eu-west-1"]);
  expect(await listed()).toHaveLength(sampleInstances.length);
});

test("each region of an account is read, and one without databases is no failure", async () => {
  const accounts = [{ ...ledgerAccount, regions: ["eu-west-1", "eu-west-3"] }];
  const { refresh, listed } = await openRefreshing("regions", accounts);

  const seen = await refresh();

  expect(seen).toBe(3);
  expect((await listed()).map(({ id, region }) => [id, region])).toEqual([
    ["dev-ledger-01", "eu-west-1"],
    ["legacy-crm", "eu-west-1"],
    ["prod-ledger-01", "eu-west-1"],
  ]);
});

test("an account without roles that is not the tool's own is told, and none of its instances is kept", async () => {
  const mistaken = [{ id: "111111111111", regions: ["eu-central-1"] }];
  const { refresh, listed, failures } = await openRefreshing("mistaken", mistaken);

  await expect(refresh()).rejects.toThrow(GatewayError);

  expect(failures).toEqual(["111111111111 eu-central-1"]);
  expect(await listed()).toEqual([]);
});
