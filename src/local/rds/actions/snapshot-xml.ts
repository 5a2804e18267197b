import { arnOf, type Place, type Snapshot, snapshotProgress } from "../world.ts";
import type { XmlObject } from "../xml.ts";
import { licenseOf, portOf, tagsXml } from "./instance-xml.ts";

/** RDS gives its own ones a name with a colon, which nobody else can. */
export function snapshotTypeOf({ id }: Snapshot): "automated" | "manual" {
  return id.startsWith("rds:") ? "automated" : "manual";
}

/** A `DBSnapshot`. As with RDS, one still being made has no `SnapshotCreateTime`. */
export function snapshotXml(snapshot: Snapshot, now: number, place?: Place): XmlObject {
  const { instance } = snapshot;
  const { status, percent } = snapshotProgress(snapshot, now);
  const createdAt = status === "creating" ? undefined : new Date(snapshot.startedAt);
  return {
    DBSnapshotIdentifier: snapshot.id,
    DBSnapshotArn: arnOf("snapshot", snapshot.id, place),
    DBInstanceIdentifier: instance.id,
    DbiResourceId: instance.resourceId,
    SnapshotType: snapshotTypeOf(snapshot),
    Status: status,
    PercentProgress: percent,
    SnapshotCreateTime: createdAt,
    OriginalSnapshotCreateTime: createdAt,
    InstanceCreateTime: new Date(instance.createdAt),
    Engine: instance.engine,
    EngineVersion: instance.engineVersion,
    LicenseModel: licenseOf(instance),
    MasterUsername: "dbadmin",
    Port: portOf(instance),
    AllocatedStorage: instance.allocatedStorage,
    StorageType: instance.storageType,
    Iops: instance.iops,
    AvailabilityZone: instance.availabilityZone,
    Encrypted: true,
    SnapshotTarget: "region",
    TagList: tagsXml(snapshot.tags),
  };
}
