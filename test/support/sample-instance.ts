import type { InventoryInstance } from "../../src/app/ports/inventory.ts";
import type { InstanceAddress } from "../../src/core/instance-name.ts";

/** Where a sample instance of this name is. */
export function at(id: string): InstanceAddress {
  return { id, account: "123456789012", region: "eu-central-1" };
}

/** A small single-zone PostgreSQL in production with nothing pending, but for what is said otherwise. */
export function sampleInstance(changes: Partial<InventoryInstance> = {}): InventoryInstance {
  const id = changes.id ?? "orders-prod";
  return {
    ...at(id),
    resourceId: `db-${id.toUpperCase()}`,
    status: "available",
    engine: "postgres",
    engineVersion: "16.4",
    instanceClass: "db.t4g.medium",
    isMultiAz: false,
    storageType: "gp3",
    allocatedStorageGib: 100,
    iops: 3000,
    backupRetentionDays: 7,
    backupWindow: "02:00-02:30",
    maintenanceWindow: "sun:03:30-sun:04:30",
    monitoringIntervalSeconds: 0,
    parameterGroup: "default.postgres16",
    hasDeletionProtection: false,
    clusterId: undefined,
    replicas: [],
    replicaOf: undefined,
    pending: {},
    hasPendingParameters: false,
    tenant: "acme",
    environment: "production",
    environmentSource: "tag Environment=production",
    lastSeenAt: new Date(),
    ...changes,
  };
}
