import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { Delivery, DeliveryStore } from "../../app/ports/delivery-store.ts";
import { type AlarmEpisodeId, episodeIdSchema } from "../../core/alarm/alarm.ts";
import { type RequestId, requestIdSchema } from "../../core/request.ts";
import { isoDateSchema } from "./iso-date.ts";
import { itemsOfRequest } from "./items-of-request.ts";
import { putRevision } from "./put-revision.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter } from "./time-to-live.ts";

const daysKept = 120;

const deliveryRecordSchema = z.object({
  request_id: z.string(),
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
  tables: Pick<TableNames, "deliveries">,
  now?: () => Date,
): DeliveryStore {
  return makeStore<RequestId>((id) => requestIdSchema.parse(id), client, tables, now);
}

/** Alarms' messages lie beside those of requests. */
export function makeDynamoDbAlarmDeliveryStore(
  client: DynamoDBDocumentClient,
  tables: Pick<TableNames, "deliveries">,
): DeliveryStore<AlarmEpisodeId> {
  return makeStore<AlarmEpisodeId>((id) => episodeIdSchema.parse(id), client, tables);
}

function makeStore<Id extends string>(
  parseId: (id: string) => Id,
  client: DynamoDBDocumentClient,
  { deliveries: table }: Pick<TableNames, "deliveries">,
  now: () => Date = () => new Date(),
): DeliveryStore<Id> {
  return {
    list: async (requestId) => {
      const items = await itemsOfRequest(client, table, requestId);
      return items.map((item) => fromDeliveryRecord(parseId, item));
    },
    save: async (delivery) => {
      const saved = { ...delivery, revision: delivery.revision + 1 };
      const { requestId, place, revision: seen } = delivery;
      const key = { request_id: requestId, place };
      const item = { ...toDeliveryRecord(saved), expires_on: daysAfter(now(), daysKept) };
      return (await putRevision(client, { table, key, item, seen })) ? saved : undefined;
    },
  };
}

function toDeliveryRecord(delivery: Delivery<string>) {
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

function fromDeliveryRecord<Id extends string>(parseId: (id: string) => Id, item: unknown): Delivery<Id> {
  const { request_id, claimed_at, ...record } = deliveryRecordSchema.parse(item);
  return { ...record, requestId: parseId(request_id), claimedAt: claimed_at };
}
