import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { InventoryInstance } from "../../../src/app/ports/inventory.ts";
import { makeDynamoDbInventory } from "../../../src/aws/dynamodb/inventory.ts";
import { at, sampleInstance } from "../../support/sample-instance.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;

beforeAll(async () => {
  aws = await startProvisionedAws();
});

afterAll(() => aws.stop());

const start = new Date("2026-03-02T09:00:00.000Z");
let now = start;

beforeEach(() => {
  now = start;
});

function inventory() {
  return makeDynamoDbInventory(aws.documents(), aws.tables, () => now);
}

function instance(id: string, tenant = "default"): InventoryInstance {
  return sampleInstance({ id, tenant, lastSeenAt: start });
}

test("an instance reads back as it was last seen", async () => {
  const instances = inventory();
  await instances.save(instance("orders-01"));
  const stopped = { ...instance("orders-01"), status: "stopped" };

  await instances.save(stopped);

  expect(await instances.find(at("orders-01"))).toEqual(stopped);
});

test("everything that can be set, what is pending and what it belongs to read back as they were", async () => {
  const instances = inventory();
  const replica = sampleInstance({
    id: "orders-02",
    lastSeenAt: start,
    iops: undefined,
    pending: { instanceClass: "db.r6g.large", isMultiAz: true, allocatedStorageGib: 200, iops: 12_000 },
    hasPendingParameters: true,
    clusterId: "orders-cluster",
    replicas: ["orders-03"],
    replicaOf: "orders-01",
  });

  await instances.save(replica);

  expect(await instances.find(at("orders-02"))).toEqual(replica);
});

test("an instance that no refresh has seen for two days is neither found nor offered", async () => {
  const instances = inventory();
  await instances.save(instance("gone-01", "forgetful"));
  const found = async () => [
    (await instances.find(at("gone-01")))?.id,
    ...(await instances.search("forgetful", "gone", 10)).map(({ id }) => id),
  ];

  const whileThere = await found();
  now = new Date(start.getTime() + 2 * 86_400_000);
  const afterwards = await found();

  expect([whileThere, afterwards]).toEqual([["gone-01", "gone-01"], [undefined]]);
});

test("an instance keeps its tags; one from before they were kept has none", async () => {
  const instances = inventory();
  const tags = { Team: "payments", "cost centre": "42" };
  await instances.save({ ...instance("tagged-01", "tagging"), tags });
  await instances.save(instance("untagged-01", "tagging"));

  expect((await instances.find(at("tagged-01")))?.tags).toEqual(tags);
  expect((await instances.find(at("untagged-01")))?.tags).toBeUndefined();
});

test("an unknown name finds nothing, and so does an empty one", async () => {
  expect(await inventory().find(at("nowhere"))).toBeUndefined();
  expect(await inventory().listNamed("default", "nowhere")).toEqual([]);
  expect(await inventory().listNamed("default", "")).toEqual([]);
});

test("a search finds what contains the text in any case, by name, of one tenant, up to the limit", async () => {
  const instances = inventory();
  const names = ["zeta-billing", "alpha-billing", "beta-billing-02", "gamma-crm"];
  for (const name of names) await instances.save(instance(name, "searched"));
  await instances.save(instance("foreign-billing", "another"));
  const namesOf = async (text: string, limit: number) =>
    (await instances.search("searched", text, limit)).map(({ id }) => id);

  expect(await namesOf(" BILLING", 10)).toEqual(["alpha-billing", "beta-billing-02", "zeta-billing"]);
  expect(await namesOf("billing", 2)).toEqual(["alpha-billing", "beta-billing-02"]);
  expect(await namesOf("", 10)).toHaveLength(4);
  expect(await namesOf("nothing", 10)).toEqual([]);
});

test("a search goes on over several pages of a large inventory", async () => {
  const instances = inventory();
  const padded = (id: string) => ({ ...instance(id, "large"), environmentSource: "x".repeat(300_000) });
  for (let index = 1; index <= 8; index += 1) await instances.save(padded(`filler-${index}`));
  await instances.save(padded("the-last"));

  const found = await instances.search("large", "last", 5);

  expect(found.map(({ id }) => id)).toEqual(["the-last"]);
});

describe("two accounts that have an instance of one name", () => {
  const ledger = { account: "210987654321", region: "eu-west-1" };

  async function saveBoth(id: string, tenant: string) {
    const instances = inventory();
    const here = instance(id, tenant);
    const there = { ...here, ...ledger, resourceId: "db-THERE" };
    for (const one of [there, here, instance(`${id}-replica`, tenant)]) await instances.save(one);
    return { instances, here, there };
  }

  test("have one each, found by its address", async () => {
    const { instances, here, there } = await saveBoth("shared-01", "by-address");

    expect(await instances.find(here)).toEqual(here);
    expect(await instances.find({ id: "shared-01", ...ledger })).toEqual(there);
    expect(await instances.find({ id: "shared-01", ...ledger, region: "eu-west-3" })).toBeUndefined();
  });

  test("are both meant by the name, and one by a full name, of one tenant", async () => {
    const { instances, here, there } = await saveBoth("shared-02", "by-name");

    expect(await instances.listNamed("by-name", "shared-02")).toEqual([here, there]);
    expect(await instances.listNamed("by-name", "shared-02.eu-west-1.210987654321")).toEqual([there]);
    expect(await instances.listNamed("by-name", "shared")).toEqual([]);
    expect(await instances.listNamed("by-name", "shared-02.eu-west-1")).toEqual([]);
    expect(await instances.listNamed("another", "shared-02")).toEqual([]);
    expect(await instances.listNamed("another", "shared-02.eu-west-1.210987654321")).toEqual([]);
  });

  test("are both found by a search, and one by a part of its full name", async () => {
    const { instances } = await saveBoth("shared-03", "by-search");
    const found = async (text: string) =>
      (await instances.search("by-search", text, 10)).map(({ id, region }) => `${id} ${region}`);

    expect(await found("shared")).toEqual([
      "shared-03 eu-central-1",
      "shared-03 eu-west-1",
      "shared-03-replica eu-central-1",
    ]);
    expect(await found("03.eu-west")).toEqual(["shared-03 eu-west-1"]);
  });
});

test("a record from before full names is nobody's, until a refresh writes it anew", async () => {
  const instances = inventory();
  await instances.save(instance("old-01", "older"));
  const table = { TableName: aws.tables.inventory };
  const key = { instance_id: "old-01.eu-central-1.123456789012" };
  const { Item } = await aws.documents().send(new GetCommand({ ...table, Key: key }));
  await aws.documents().send(new DeleteCommand({ ...table, Key: key }));
  await aws.documents().send(new PutCommand({ ...table, Item: { ...Item, instance_id: "old-01" } }));
  const found = async () => [
    await instances.find(at("old-01")),
    ...(await instances.listNamed("older", "old-01")),
    ...(await instances.search("older", "", 10)),
  ];

  const before = await found();
  await instances.save(instance("old-01", "older"));
  const after = await found();

  expect(before).toEqual([undefined]);
  expect(after.map((one) => one?.id)).toEqual(["old-01", "old-01", "old-01"]);
});
