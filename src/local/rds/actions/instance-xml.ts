import { arnOf, type Changes, type Instance, instanceStatus, type World } from "../world.ts";
import { XmlList, type XmlObject } from "../xml.ts";

const ports: ReadonlyMap<string, number> = new Map([
  ["postgres", 5432],
  ["mysql", 3306],
  ["aurora-postgresql", 5432],
]);

const fiveMinutes = 5 * 60 * 1000;

/** A `DBInstance` as the describe call and every call that changes one answer it. */
export function instanceXml(world: World, instance: Instance, now: number): XmlObject {
  const replicas = world.instances.filter(({ replicaOf }) => replicaOf === instance.id);
  return {
    DBInstanceIdentifier: instance.id,
    DbiResourceId: instance.resourceId,
    DBInstanceArn: arnOf("db", instance.id, world.place),
    DBInstanceClass: instance.instanceClass,
    Engine: instance.engine,
    EngineVersion: instance.engineVersion,
    DBInstanceStatus: instanceStatus(instance),
    MasterUsername: "dbadmin",
    Endpoint: {
      Address: `${instance.id}.c9x2example.${world.place.region}.rds.amazonaws.com`,
      Port: portOf(instance),
      HostedZoneId: "Z1RLNUO7B9Q6NB",
    },
    AllocatedStorage: instance.allocatedStorage,
    StorageType: instance.storageType,
    Iops: hasIops(instance.storageType) ? instance.iops : undefined,
    StorageEncrypted: true,
    InstanceCreateTime: new Date(instance.createdAt),
    PreferredBackupWindow: instance.backupWindow,
    PreferredMaintenanceWindow: instance.maintenanceWindow,
    BackupRetentionPeriod: instance.backupRetentionPeriod,
    LatestRestorableTime: latestRestorableTime(instance, now),
    AvailabilityZone: instance.availabilityZone,
    MultiAZ: instance.multiAz,
    SecondaryAvailabilityZone: instance.multiAz ? instance.secondaryAvailabilityZone : undefined,
    PubliclyAccessible: false,
    AutoMinorVersionUpgrade: true,
    CopyTagsToSnapshot: false,
    DeletionProtection: instance.deletionProtection,
    DBClusterIdentifier: instance.clusterId ?? undefined,
    MonitoringInterval: instance.monitoringInterval,
    MonitoringRoleArn:
      instance.monitoringInterval > 0
        ? `arn:aws:iam::${world.place.account}:role/rds-monitoring-role`
        : undefined,
    LicenseModel: licenseOf(instance),
    DBParameterGroups: new XmlList("DBParameterGroup", [
      { DBParameterGroupName: instance.parameterGroup, ParameterApplyStatus: instance.parameterApplyStatus },
    ]),
    PendingModifiedValues: changesXml({ ...instance.pending, ...instance.activity?.changes }),
    ReadReplicaDBInstanceIdentifiers: new XmlList(
      "ReadReplicaDBInstanceIdentifier",
      replicas.map(({ id }) => id),
    ),
    ReadReplicaSourceDBInstanceIdentifier: instance.replicaOf ?? undefined,
    StatusInfos: new XmlList("DBInstanceStatusInfo", replicationOf(instance)),
    TagList: tagsXml(instance.tags),
  };
}

/** Only a read replica has any. */
function replicationOf(instance: Instance): readonly XmlObject[] {
  if (instance.replicaOf === null) return [];
  const isUp = instance.stoppedAt === null;
  return [{ StatusType: "read replication", Normal: isUp, Status: isUp ? "replicating" : "stopped" }];
}

/** gp2 and Aurora have none of their own. */
function hasIops(storageType: string): boolean {
  return ["gp3", "io1", "io2"].includes(storageType);
}

export function tagsXml(tags: Instance["tags"]): XmlList {
  return new XmlList(
    "Tag",
    tags.map(({ key, value }) => ({ Key: key, Value: value })),
  );
}

export function portOf({ engine }: Instance): number {
  return ports.get(engine) ?? 5432;
}

export function licenseOf({ engine }: Instance): string {
  return engine.includes("postgres") ? "postgresql-license" : "general-public-license";
}

/** RDS uploads transaction logs every five minutes; without backups there is nothing to restore from. */
function latestRestorableTime(instance: Instance, now: number): Date | undefined {
  if (instance.backupRetentionPeriod === 0) return undefined;
  const until = instance.stoppedAt ?? now;
  return new Date(until - (until % fiveMinutes));
}

/** `PendingModifiedValues` has no place for the monitoring interval and the parameter group. */
function changesXml(changes: Changes): XmlObject {
  return {
    DBInstanceClass: changes.instanceClass,
    AllocatedStorage: changes.allocatedStorage,
    StorageType: changes.storageType,
    Iops: changes.iops === 0 ? undefined : changes.iops,
    MultiAZ: changes.multiAz,
    EngineVersion: changes.engineVersion,
    BackupRetentionPeriod: changes.backupRetentionPeriod,
  };
}
