import { findText, type QueryParameters } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import type { Instance } from "../world.ts";

/** What a cluster has for all its members. */
const ofCluster: ReadonlyMap<string, string> = new Map([
  ["AllocatedStorage", "allocated storage"],
  ["StorageType", "storage type"],
  ["Iops", "Iops"],
  ["MultiAZ", "Multi-AZ"],
  ["EngineVersion", "engine version"],
  ["BackupRetentionPeriod", "backup retention period"],
  ["PreferredBackupWindow", "backup window"],
  ["DeletionProtection", "deletion protection"],
]);

/** Throws when a call would set on a cluster's member what is the cluster's. */
export function checkClusterMember(parameters: QueryParameters, { clusterId }: Instance): void {
  if (clusterId === null) return;
  const [, setting] = [...ofCluster].find(([name]) => findText(parameters, name) !== undefined) ?? [];
  if (setting === undefined) return;
  throw new RdsError(
    "InvalidParameterCombination",
    `The requested DB Instance will be a member of a DB Cluster. Set ${setting} for the DB Cluster.`,
  );
}
