import { type DynamoDBDocumentClient, GetCommand, paginateQuery, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { WebhookDeliveryStore } from "../../app/ports/webhook-delivery-store.ts";
import { type RequestId, requestIdSchema } from "../../core/request.ts";
import { deliveryStates, type WebhookDelivery } from "../../core/webhook/delivery.ts";
import { type WebhookId, webhookIdSchema } from "../../core/webhook/webhook.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import { putRevision } from "./put-revision.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter } from "./time-to-live.ts";

/** As long as what was delivered elsewhere; no request goes on for longer. */
const daysKept = 120;

const deliveryRecordSchema = z.object({
  request_id: requestIdSchema,
  webhook_id: webhookIdSchema,
  sequence: z.int(),
  tenant: z.string(),
  revision: z.int(),
  state: z.enum(deliveryStates),
  attempts: z.int(),
  owed_since: isoDateSchema,
  next_at: isoDateSchema,
  queued_for: z.int().optional(),
  claimed_at: isoDateSchema.optional(),
  last_answer: z.string().optional(),
  last_at: isoDateSchema.optional(),
});

export function makeDynamoDbWebhookDeliveryStore(
  client: DynamoDBDocumentClient,
  { webhookDeliveries: table }: Pick<TableNames, "webhookDeliveries">,
): WebhookDeliveryStore {
  return {
    list: (requestId, webhookId) => answerOf(`DynamoDB Query of ${table}`, collect(requestId, webhookId)),
    find: async (requestId, webhookId, sequence) => {
      const Key = keyOf({ requestId, webhookId, sequence });
      const command = new GetCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
      return Item && fromDeliveryRecord(Item);
    },
    save: async (delivery) => {
      const saved = { ...delivery, revision: delivery.revision + 1 };
      const put = { table, key: keyOf(delivery), item: toDeliveryRecord(saved), seen: delivery.revision };
      return (await putRevision(client, put)) ? saved : undefined;
    },
    listFailing: async (tenant, webhookId, limit) => {
      const command = new QueryCommand({
        TableName: table,
        IndexName: "failing-index",
        KeyConditionExpression: "failing_webhook = :webhook",
        ExpressionAttributeValues: { ":webhook": `${tenant}#${webhookId}` },
        Limit: limit,
      });
      const { Items = [] } = await answerOf("DynamoDB Query of failing-index", client.send(command));
      return Items.map(fromDeliveryRecord);
    },
  };

  async function collect(requestId: RequestId, webhookId?: WebhookId): Promise<readonly WebhookDelivery[]> {
    const toOne = webhookId !== undefined;
    const query = {
      TableName: table,
      KeyConditionExpression: `request_id = :id${toOne ? " AND begins_with(delivery, :webhook)" : ""}`,
      ExpressionAttributeValues: { ":id": requestId, ...(toOne && { ":webhook": `${webhookId}#` }) },
      ConsistentRead: true,
    };
    const found: WebhookDelivery[] = [];
    for await (const { Items = [] } of paginateQuery({ client }, query)) {
      found.push(...Items.map(fromDeliveryRecord));
    }
    return found;
  }
}

function keyOf({
  requestId,
  webhookId,
  sequence,
}: Pick<WebhookDelivery, "requestId" | "webhookId" | "sequence">) {
  return { request_id: requestId, delivery: `${webhookId}#${String(sequence).padStart(6, "0")}` };
}

function toDeliveryRecord(delivery: WebhookDelivery) {
  const { tenant, webhookId, owedSince } = delivery;
  return {
    webhook_id: webhookId,
    sequence: delivery.sequence,
    tenant,
    revision: delivery.revision,
    state: delivery.state,
    attempts: delivery.attempts,
    owed_since: owedSince.toISOString(),
    next_at: delivery.nextAt.toISOString(),
    queued_for: delivery.queuedFor,
    claimed_at: delivery.claimedAt?.toISOString(),
    last_answer: delivery.lastAnswer,
    last_at: delivery.lastAt?.toISOString(),
    expires_on: daysAfter(owedSince, daysKept),
    ...(isFailing(delivery) && { failing_webhook: `${tenant}#${webhookId}` }),
  };
}

/** What an operator should see: it was tried and is not there. */
function isFailing({ state, attempts }: WebhookDelivery): boolean {
  return state === "given-up" || state === "gone" || (state === "owed" && attempts > 0);
}

function fromDeliveryRecord(item: unknown): WebhookDelivery {
  const {
    request_id,
    webhook_id,
    owed_since,
    next_at,
    queued_for,
    claimed_at,
    last_answer,
    last_at,
    ...record
  } = deliveryRecordSchema.parse(item);
  return {
    ...record,
    requestId: request_id,
    webhookId: webhook_id,
    owedSince: owed_since,
    nextAt: next_at,
    queuedFor: queued_for,
    claimedAt: claimed_at,
    lastAnswer: last_answer,
    lastAt: last_at,
  };
}
