import { z } from "zod";
import type { InventoryInstance } from "../../app/ports/inventory.ts";
import { findAddress, fullNameOf } from "../../core/instance-name.ts";
import { isoDateSchema } from "./iso-date.ts";

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

export function toInventoryRecord(instance: InventoryInstance): InventoryRecord {
  return {
    instance_id: fullNameOf(instance),
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

/** Nothing for one from before full names were the key: the refresh has written it anew, and this one is forgotten in two days. */
export function fromInventoryRecord(item: unknown): InventoryInstance | undefined {
  const record = inventoryRecordSchema.parse(item);
  const address = findAddress(record.instance_id);
  if (!address) return undefined;
  return {
    id: address.id,
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
