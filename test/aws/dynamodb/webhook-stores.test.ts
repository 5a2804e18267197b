import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { makeDynamoDbWebhookDeliveryStore } from "../../../src/aws/dynamodb/webhook-delivery-store.ts";
import { makeDynamoDbWebhookStore } from "../../../src/aws/dynamodb/webhook-store.ts";
import { newWebhookId } from "../../../src/chance/new-webhook-id.ts";
import { owe, type WebhookDelivery } from "../../../src/core/webhook/delivery.ts";
import type { Webhook } from "../../../src/core/webhook/webhook.ts";
import { startFaultProxy } from "../fault-proxy.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";
import { newId, after as secondsLater, start } from "./sample-requests.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;
beforeAll(async () => {
  aws = await startProvisionedAws();
});
afterAll(() => aws.stop());

describe("webhooks", () => {
  const store = (endpoint?: string) => makeDynamoDbWebhookStore(aws.documents(endpoint), aws.tables);

  function webhook(changes: Partial<Webhook> = {}): Webhook {
    return {
      id: newWebhookId(),
      tenant: newId(),
      revision: 0,
      url: "https://hooks.acme.example/",
      hosts: [],
      events: ["completed", "failed"],
      secrets: [
        { sealed: "kms1.b", since: secondsLater(1) },
        { sealed: "kms1.a", since: start, until: secondsLater(60) },
      ],
      createdBy: "olga@acme.example",
      createdAt: start,
      activeSince: secondsLater(2),
      disabled: { at: secondsLater(3), reason: "gone" },
      ...changes,
    };
  }

  test("one reads back as it was saved, and is gone when it is deleted", async () => {
    const webhooks = store();
    const given = webhook();

    const saved = await webhooks.save(given);
    const found = await webhooks.find(given.tenant, given.id);
    await webhooks.delete(given.tenant, given.id);

    expect(saved).toEqual({ ...given, revision: 1 });
    expect(found).toEqual(saved);
    expect(await webhooks.find(given.tenant, given.id)).toBeUndefined();
  });

  test("a tenant's are listed, and no other's", async () => {
    const webhooks = store();
    const [one, other, foreign] = [webhook({ tenant: "acme" }), webhook({ tenant: "acme" }), webhook()];
    for (const given of [one, other, foreign]) await webhooks.save(given);

    const listed = await webhooks.list("acme");

    expect(listed.map(({ id }) => id).toSorted()).toEqual([one.id, other.id].toSorted());
    expect(await webhooks.find("acme", foreign.id)).toBeUndefined();
  });

  test("of two who change it at once, one does", async () => {
    const webhooks = store();
    const saved = await webhooks.save(webhook({ disabled: undefined, url: undefined }));
    if (!saved) throw new Error("it should be saved");

    const saves = await Promise.all([1, 2, 3, 4].map(() => webhooks.save({ ...saved, events: [] })));

    expect(saves.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await webhooks.save({ ...saved, revision: 0 })).toBeUndefined();
  });
});

describe("deliveries to webhooks", () => {
  const store = (endpoint?: string) => makeDynamoDbWebhookDeliveryStore(aws.documents(endpoint), aws.tables);

  function delivery(changes: Partial<WebhookDelivery> = {}): WebhookDelivery {
    const fresh = owe({ requestId: newId(), webhookId: newWebhookId(), sequence: 3, tenant: "acme" }, start);
    return { ...fresh, ...changes };
  }

  test("one reads back as it was saved", async () => {
    const deliveries = store();
    const given = delivery({
      state: "given-up",
      attempts: 7,
      nextAt: secondsLater(9),
      queuedFor: 6,
      claimedAt: secondsLater(8),
      lastAnswer: "503",
      lastAt: secondsLater(7),
    });

    const saved = await deliveries.save(given);

    expect(saved).toEqual({ ...given, revision: 1 });
    expect(await deliveries.find(given.requestId, given.webhookId, 3)).toEqual(saved);
    expect(await deliveries.find(given.requestId, given.webhookId, 4)).toBeUndefined();
  });

  test("those of a request are listed in the order of their events, all or one webhook's", async () => {
    const deliveries = store();
    const [requestId, one, other] = [newId(), newWebhookId(), newWebhookId()];
    for (const sequence of [12, 2, 1])
      await deliveries.save(delivery({ requestId, webhookId: one, sequence }));
    await deliveries.save(delivery({ requestId, webhookId: other, sequence: 1 }));

    expect((await deliveries.list(requestId, one)).map(({ sequence }) => sequence)).toEqual([1, 2, 12]);
    expect(await deliveries.list(requestId)).toHaveLength(4);
  });

  test("what was tried and has not arrived is listed, the longest owed first, until it arrives", async () => {
    const deliveries = store();
    const webhookId = newWebhookId();
    const save = (changes: Partial<WebhookDelivery>) => deliveries.save(delivery({ webhookId, ...changes }));
    await save({ sequence: 1, attempts: 2, owedSince: secondsLater(50) });
    await save({ sequence: 2, state: "given-up", owedSince: secondsLater(10) });
    await save({ sequence: 3 });
    await save({ sequence: 4, state: "delivered", attempts: 1 });
    const gone = await save({ sequence: 5, state: "gone", owedSince: secondsLater(20) });

    const before = await deliveries.listFailing("acme", webhookId, 10);
    if (gone) await deliveries.save({ ...gone, state: "delivered" });
    const afterwards = await deliveries.listFailing("acme", webhookId, 10);

    expect(before.map(({ sequence }) => sequence)).toEqual([2, 5, 1]);
    expect(afterwards.map(({ sequence }) => sequence)).toEqual([2, 1]);
    expect(await deliveries.listFailing("other", webhookId, 10)).toEqual([]);
  });

  test("a save whose answer is lost is told as saved, and one that is never answered is a gateway error", async () => {
    const losing = await startFaultProxy(aws.endpoints.dynamodb, (operation, nth) => ({
      kind: operation === "PutItem" && nth === 0 ? "lose-answer" : "pass",
    }));
    const silent = await startFaultProxy(aws.endpoints.dynamodb, () => ({ kind: "hang" }));
    const given = delivery();

    const saved = await store(losing.url).save(given);

    expect(saved).toEqual({ ...given, revision: 1 });
    expect(await store().save(given)).toBeUndefined();
    await expect(store(silent.url).save(delivery())).rejects.toThrow(GatewayError);
  });
});
