import { changeParameterGroup } from "./change-parameter-group.ts";
import { createSnapshot } from "./create-snapshot.ts";
import { deleteSnapshot } from "./delete-snapshot.ts";
import { enableEnhancedMonitoring } from "./enable-enhanced-monitoring.ts";
import { failoverCluster } from "./failover-cluster.ts";
import type { Operation } from "./frame/operation.ts";
import { modifyBackupRetention } from "./modify-backup-retention.ts";
import { modifyBackupWindow } from "./modify-backup-window.ts";
import { modifyDeletionProtection } from "./modify-deletion-protection.ts";
import { modifyInstanceClass } from "./modify-instance-class.ts";
import { modifyMaintenanceWindow } from "./modify-maintenance-window.ts";
import { modifyMultiAz } from "./modify-multi-az.ts";
import { modifyStorage } from "./modify-storage.ts";
import { rebootInstance } from "./reboot-instance.ts";
import { startInstance } from "./start-instance.ts";
import { stopInstance } from "./stop-instance.ts";
import { upgradeEngineVersion } from "./upgrade-engine-version.ts";

/** Every operation that can be asked for, in the order in which forms offer them. */
export const catalogue: readonly Operation[] = [
  createSnapshot,
  deleteSnapshot,
  rebootInstance,
  startInstance,
  stopInstance,
  failoverCluster,
  modifyInstanceClass,
  modifyStorage,
  modifyMultiAz,
  modifyBackupWindow,
  modifyBackupRetention,
  modifyMaintenanceWindow,
  enableEnhancedMonitoring,
  changeParameterGroup,
  modifyDeletionProtection,
  upgradeEngineVersion,
];

/** Finds an operation by its name or its short name, with hyphens or underscores: `create_snapshot`, `backup-window`. */
export function findOperation(name: string): Operation | undefined {
  const wanted = spelling(name.trim().toLowerCase());
  return catalogue.find((operation) =>
    [operation.name, operation.shortName].some((known) => spelling(known) === wanted),
  );
}

function spelling(name: string): string {
  return name.replaceAll("-", "_");
}
