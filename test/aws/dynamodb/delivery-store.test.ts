import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import type { Delivery } from "../../../src/app/ports/delivery-store.ts";
import { makeDynamoDbDeliveryStore } from "../../../src/aws/dynamodb/delivery-store.ts";
import { startFaultProxy } from "../fault-proxy.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";
import { after, newId, start } from "./sample-requests.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;

beforeAll(async () => {
  aws = await startProvisionedAws();
});

afterAll(() => aws.stop());

function store(endpoint?: string) {
  return makeDynamoDbDeliveryStore(aws.documents(endpoint), aws.tables, () => start);
}

function newDelivery(place = "slack#C0123ABCD#card"): Delivery {
  return { requestId: newId(), place, revision: 0, version: 0 };
}

test("a delivery reads back as it was saved, from claim to message and back to nothing", async () => {
  const deliveries = store();
  const { requestId } = newDelivery();
  const claimed = await deliveries.save({ ...newDelivery(), requestId, claimedAt: after(1) });
  const reference = { channel: "C0123ABCD", message: "1700000000.000100" };
  const posted =
    claimed && (await deliveries.save({ ...claimed, claimedAt: undefined, reference, version: 3 }));
  const listed = await deliveries.list(requestId);
  const gone =
    posted && (await deliveries.save({ ...posted, reference: undefined, unreachable: "archived" }));

  expect(claimed).toEqual({ ...newDelivery(), requestId, revision: 1, claimedAt: after(1) });
  expect(posted).toEqual({ ...newDelivery(), requestId, revision: 2, reference, version: 3 });
  expect(listed).toEqual([posted]);
  expect(gone?.revision).toBe(3);
  expect(await deliveries.list(requestId)).toEqual([gone]);
});

test("all deliveries of a request are listed, and no other's", async () => {
  const deliveries = store();
  const { requestId } = newDelivery();
  const places = Array.from({ length: 30 }, (_, index) => `slack#C1#line#${String(index).padStart(6, "0")}`);
  for (const place of places) await deliveries.save({ requestId, place, revision: 0, version: 0 });
  await deliveries.save(newDelivery());

  const listed = await deliveries.list(requestId);

  expect(listed.map(({ place }) => place)).toEqual(places);
});

test.each([0, 1])("of thirty workers that save over revision %i at once, one does", async (revision) => {
  const deliveries = store();
  const seen = newDelivery();
  if (revision === 1) await deliveries.save(seen);

  const saves = await Promise.all(
    Array.from({ length: 30 }, () => deliveries.save({ ...seen, revision, claimedAt: after(1) })),
  );

  expect(saves.filter((saved) => saved !== undefined)).toHaveLength(1);
});

test("a save over a delivery that is not there any more saves nothing", async () => {
  const delivery = newDelivery();

  expect(await store().save({ ...delivery, revision: 4 })).toBeUndefined();
  expect(await store().list(delivery.requestId)).toEqual([]);
});

test("a save whose answer is lost is told as saved, and counts once", async () => {
  const proxy = await startFaultProxy(aws.endpoints.dynamodb, (operation, nth) => ({
    kind: operation === "PutItem" && nth === 0 ? "lose-answer" : "pass",
  }));
  const delivery = newDelivery();

  const saved = await store(proxy.url).save(delivery);

  expect(saved).toEqual({ ...delivery, revision: 1 });
  expect(await store().list(delivery.requestId)).toEqual([saved]);
});

test("a save that is never answered is a gateway error", async () => {
  const proxy = await startFaultProxy(aws.endpoints.dynamodb, () => ({ kind: "hang" }));

  await expect(store(proxy.url).save(newDelivery())).rejects.toThrow(GatewayError);
});

test("a delivery is kept for 120 days after its last save", async () => {
  const { requestId, place } = newDelivery();
  await store().save({ requestId, place, revision: 0, version: 0 });

  const { Item } = await aws
    .documents()
    .send(new GetCommand({ TableName: aws.tables.deliveries, Key: { request_id: requestId, place } }));

  expect(Item?.expires_on).toBe(after(120 * 86_400).getTime() / 1000);
});
