import type {
  DBCluster,
  DBInstance,
  DBSnapshot,
  Event,
  PendingModifiedValues,
  Tag,
} from "@aws-sdk/client-rds";
import { GatewayError } from "../../app/gateway-error.ts";
import type {
  RdsCluster,
  RdsEvent,
  RdsInstance,
  RdsSnapshot,
  SomeSettings,
} from "../../operations/frame/rds-gateway.ts";

/** Throws a `GatewayError` when RDS leaves out what tells the instance apart from others. */
export function fromDbInstance(instance: DBInstance): RdsInstance {
  const { DBInstanceIdentifier: id, DbiResourceId: resourceId, DBInstanceArn: arn } = instance;
  const [, , , region, account] = arn?.split(":") ?? [];
  if (!id || !resourceId || !region || !account) {
    throw new GatewayError(`RDS described the instance ${id ?? "without a name"} without its identity`);
  }
  return {
    id,
    account,
    region,
    resourceId,
    status: instance.DBInstanceStatus ?? "unknown",
    engine: instance.Engine ?? "unknown",
    engineVersion: instance.EngineVersion ?? "unknown",
    instanceClass: instance.DBInstanceClass ?? "unknown",
    isMultiAz: instance.MultiAZ ?? false,
    storageType: instance.StorageType ?? "unknown",
    allocatedStorageGib: instance.AllocatedStorage ?? 0,
    iops: instance.Iops,
    backupRetentionDays: instance.BackupRetentionPeriod ?? 0,
    backupWindow: instance.PreferredBackupWindow ?? "unknown",
    maintenanceWindow: instance.PreferredMaintenanceWindow ?? "unknown",
    monitoringIntervalSeconds: instance.MonitoringInterval ?? 0,
    parameterGroup: instance.DBParameterGroups?.[0]?.DBParameterGroupName ?? "unknown",
    hasDeletionProtection: instance.DeletionProtection ?? false,
    clusterId: instance.DBClusterIdentifier,
    replicas: instance.ReadReplicaDBInstanceIdentifiers ?? [],
    replicaOf: instance.ReadReplicaSourceDBInstanceIdentifier,
    pending: fromPending(instance.PendingModifiedValues),
    hasPendingParameters:
      instance.DBParameterGroups?.some(
        ({ ParameterApplyStatus }) => ParameterApplyStatus === "pending-reboot",
      ) ?? false,
    tags: fromTags(instance.TagList),
  };
}

function fromPending(pending: PendingModifiedValues = {}): SomeSettings {
  const {
    DBInstanceClass,
    EngineVersion,
    MultiAZ,
    StorageType,
    AllocatedStorage,
    Iops,
    BackupRetentionPeriod,
  } = pending;
  return {
    ...(DBInstanceClass !== undefined && { instanceClass: DBInstanceClass }),
    ...(EngineVersion !== undefined && { engineVersion: EngineVersion }),
    ...(MultiAZ !== undefined && { isMultiAz: MultiAZ }),
    ...(StorageType !== undefined && { storageType: StorageType }),
    ...(AllocatedStorage !== undefined && { allocatedStorageGib: AllocatedStorage }),
    ...(Iops !== undefined && { iops: Iops }),
    ...(BackupRetentionPeriod !== undefined && { backupRetentionDays: BackupRetentionPeriod }),
  };
}

export function fromDbSnapshot(snapshot: DBSnapshot): RdsSnapshot {
  const { DBSnapshotIdentifier: id, DBSnapshotArn: arn } = snapshot;
  if (!id || !arn)
    throw new GatewayError(`RDS described the snapshot ${id ?? "without a name"} without its ARN`);
  return {
    id,
    arn,
    type: snapshot.SnapshotType ?? "unknown",
    resourceId: snapshot.DbiResourceId,
    status: snapshot.Status ?? "unknown",
    percent: snapshot.PercentProgress ?? 0,
    createdAt: snapshot.SnapshotCreateTime,
    tags: fromTags(snapshot.TagList),
  };
}

export function fromDbCluster(cluster: DBCluster): RdsCluster {
  const { DBClusterIdentifier: id, DBClusterMembers = [] } = cluster;
  if (!id) throw new GatewayError("RDS described a cluster without its name");
  return {
    id,
    status: cluster.Status ?? "unknown",
    members: DBClusterMembers.map(({ DBInstanceIdentifier = "", IsClusterWriter = false }) => ({
      instanceId: DBInstanceIdentifier,
      isWriter: IsClusterWriter,
    })),
  };
}

export function fromEvent(event: Event): readonly RdsEvent[] {
  return event.Date
    ? [{ at: event.Date, message: event.Message ?? "", categories: event.EventCategories ?? [] }]
    : [];
}

function fromTags(tags: readonly Tag[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
