import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { Delivery, DeliveryStore } from "../../app/ports/delivery-store.ts";
import { requestIdSchema } from "../../core/request.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import { itemsOfRequest } from "./items-of-request.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter } from "./time-to-live.ts";

const daysKept = 120;

const deliveryRecordSchema = z.object({
  request_id: requestIdSchema,
  place: z.string(),
  revision: z.int(),
  version: z.int(),
  claimed_at: isoDateSchema.optional(),
  reference: z.object({ channel: z.string(), message: z.string() }).optional(),
  unreachable: z.string().optional(),
  attempts: z.int().optional(),
});

export function makeDynamoDbDeliveryStore(
  client: DynamoDBDocumentClient,
  { deliveries: table }: Pick<TableNames, "deliveries">,
  now: () => Date = () => new Date(),
): DeliveryStore {
  return {
    list: async (requestId) => (await itemsOfRequest(client, table, requestId)).map(fromDeliveryRecord),
    save: async (delivery) => {
      const saved = { ...delivery, revision: delivery.revision + 1 };
      const writeId = randomUUID();
      const item = {
        ...toDeliveryRecord(saved),
        write_id: writeId,
        expires_on: daysAfter(now(), daysKept),
      };
      try {
        await client.send(
          new PutCommand({ TableName: table, Item: item, ...onlyIfUnchanged(delivery.revision) }),
        );
        return saved;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) {
          return answerOf(`DynamoDB PutItem in ${table}`, Promise.reject(error));
        }
        return (await isStored(delivery, writeId)) ? saved : undefined;
      }
    },
  };

  /** When an answer is lost, the SDK's second try meets what the first has written. */
  async function isStored({ requestId, place }: Delivery, writeId: string): Promise<boolean> {
    const { Item } = await answerOf(
      `DynamoDB GetItem in ${table}`,
      client.send(
        new GetCommand({ TableName: table, Key: { request_id: requestId, place }, ConsistentRead: true }),
      ),
    );
    return Item?.write_id === writeId;
  }
}

function onlyIfUnchanged(revision: number) {
  return revision === 0
    ? { ConditionExpression: "attribute_not_exists(request_id)" }
    : { ConditionExpression: "revision = :seen", ExpressionAttributeValues: { ":seen": revision } };
}

function toDeliveryRecord(delivery: Delivery) {
  return {
    request_id: delivery.requestId,
    place: delivery.place,
    revision: delivery.revision,
    version: delivery.version,
    claimed_at: delivery.claimedAt?.toISOString(),
    reference: delivery.reference,
    unreachable: delivery.unreachable,
    attempts: delivery.attempts,
  };
}

function fromDeliveryRecord(item: unknown): Delivery {
  const { request_id, claimed_at, ...record } = deliveryRecordSchema.parse(item);
  return { ...record, requestId: request_id, claimedAt: claimed_at };
}
