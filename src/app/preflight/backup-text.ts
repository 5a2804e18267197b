import { durationText, momentText } from "../../core/texts.ts";
import type { InstanceDetails, SnapshotAge } from "../ports/rds-details.ts";
import { type Reading, unknownText } from "./reading.ts";

/** Until when the database can be restored, and how old its newest snapshot is. */
export function backupText(
  instance: Reading<InstanceDetails | undefined>,
  snapshot: Reading<SnapshotAge | undefined>,
  asOf: Date,
): string {
  const clusterId = instance.isRead ? instance.value?.clusterId : undefined;
  if (clusterId !== undefined) return `made of its cluster ${clusterId}, and not read here`;
  return `${restorableText(instance)} · ${snapshotText(snapshot, asOf)}`;
}

function restorableText(instance: Reading<InstanceDetails | undefined>): string {
  if (!instance.isRead || !instance.value) return `restorable until: ${unknownText}`;
  const { backupRetentionDays, latestRestorableTime } = instance.value;
  if (backupRetentionDays === 0) return "automated backups are off";
  return latestRestorableTime
    ? `restorable until ${momentText(latestRestorableTime)}`
    : `restorable until: ${unknownText}`;
}

function snapshotText(snapshot: Reading<SnapshotAge | undefined>, asOf: Date): string {
  if (!snapshot.isRead) return `last snapshot: ${unknownText}`;
  if (!snapshot.value) return "no snapshot";
  const { createdAt, type } = snapshot.value;
  const age = durationText((asOf.getTime() - createdAt.getTime()) / 1000);
  return `last snapshot ${age} old, ${type === "awsbackup" ? "by AWS Backup" : type}`;
}
