import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { Inventory, InventoryInstance } from "../../app/ports/inventory.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter, secondsOf } from "./time-to-live.ts";

/** A page is 1 MB, some two thousand instances; a search that has not found enough by then shows what it has. */
const mostPages = 10;

/** An instance that no refresh has seen for so long is gone: it is not offered any more, and in the end deleted. */
const daysRemembered = 2;

const settingsSchema = z.object({
  instanceClass: z.string(),
  engineVersion: z.string(),
  isMultiAz: z.boolean(),
  storageType: z.string(),
  allocatedStorageGib: z.number(),
  iops: z.number().optional(),
  backupRetentionDays: z.number(),
  backupWindow: z.string(),
  maintenanceWindow: z.string(),
  monitoringIntervalSeconds: z.number(),
  parameterGroup: z.string(),
  hasDeletionProtection: z.boolean(),
});

const inventoryRecordSchema = z.object({
  instance_id: z.string(),
  tenant: z.string(),
  account: z.string(),
  region: z.string(),
  resource_id: z.string(),
  engine: z.string(),
  settings: settingsSchema,
  pending: settingsSchema.partial(),
  has_pending_parameters: z.boolean(),
  cluster_id: z.string().optional(),
  replicas: z.array(z.string()),
  replica_of: z.string().optional(),
  environment: z.string(),
  environment_source: z.string(),
  /** Missing in what was kept before they were. */
  tags: z.record(z.string(), z.string()).optional(),
  status: z.string(),
  last_seen_at: isoDateSchema,
});

type InventoryRecord = z.input<typeof inventoryRecordSchema>;

export function makeDynamoDbInventory(
  client: DynamoDBDocumentClient,
  { inventory: table }: Pick<TableNames, "inventory">,
  now: () => Date = () => new Date(),
): Inventory {
  return {
    find: async (instanceId) => {
      if (instanceId === "") return undefined;
      const command = new GetCommand({ TableName: table, Key: { instance_id: instanceId } });
      const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
      const instance = Item && fromInventoryRecord(Item);
      return instance && isThere(instance) ? instance : undefined;
    },
    search: async (tenant, text, limit) => {
      const wanted = text.trim().toLowerCase();
      const found: InventoryInstance[] = [];
      let from: Record<string, unknown> | undefined;
      for (let page = 1; page <= mostPages && found.length < limit; page += 1) {
        const { Items = [], LastEvaluatedKey } = await pageOf(tenant, from);
        // DynamoDB filters on no key attribute, and the name is one.
        const named = Items.map(fromInventoryRecord).filter(({ id }) => id.toLowerCase().includes(wanted));
        found.push(...named.filter(isThere));
        if (!LastEvaluatedKey) break;
        from = LastEvaluatedKey;
      }
      return found.slice(0, limit);
    },
    save: async (instance) => {
      const Item = {
        ...toInventoryRecord(instance),
        expires_on: daysAfter(instance.lastSeenAt, daysRemembered),
      };
      const command = new PutCommand({ TableName: table, Item });
      await answerOf(`DynamoDB PutItem in ${table}`, client.send(command));
    },
  };

  function isThere({ lastSeenAt }: InventoryInstance): boolean {
    return daysAfter(lastSeenAt, daysRemembered) > secondsOf(now());
  }

  function pageOf(tenant: string, from: Record<string, unknown> | undefined) {
    const command = new QueryCommand({
      TableName: table,
      IndexName: "tenant-index",
      KeyConditionExpression: "tenant = :tenant",
      ExpressionAttributeValues: { ":tenant": tenant },
      ExclusiveStartKey: from,
    });
    return answerOf(`DynamoDB Query of ${table}`, client.send(command));
  }
}

function toInventoryRecord(instance: InventoryInstance): InventoryRecord {
  return {
    instance_id: instance.id,
    tenant: instance.tenant,
    account: instance.account,
    region: instance.region,
    resource_id: instance.resourceId,
    engine: instance.engine,
    settings: settingsSchema.parse(instance),
    pending: instance.pending,
    has_pending_parameters: instance.hasPendingParameters,
    cluster_id: instance.clusterId,
    replicas: [...instance.replicas],
    replica_of: instance.replicaOf,
    environment: instance.environment,
    environment_source: instance.environmentSource,
    tags: instance.tags,
    status: instance.status,
    last_seen_at: instance.lastSeenAt.toISOString(),
  };
}

function fromInventoryRecord(item: unknown): InventoryInstance {
  const record = inventoryRecordSchema.parse(item);
  return {
    id: record.instance_id,
    tenant: record.tenant,
    account: record.account,
    region: record.region,
    resourceId: record.resource_id,
    engine: record.engine,
    ...record.settings,
    iops: record.settings.iops,
    pending: settingsSchema.partial().parse(record.pending),
    hasPendingParameters: record.has_pending_parameters,
    clusterId: record.cluster_id,
    replicas: record.replicas,
    replicaOf: record.replica_of,
    environment: record.environment,
    environmentSource: record.environment_source,
    tags: record.tags,
    status: record.status,
    lastSeenAt: record.last_seen_at,
  };
}
