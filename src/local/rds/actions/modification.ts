import { findBoolean, findInteger, findText, type QueryParameters } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import type { Changes, Instance } from "../world.ts";
import { checkClusterMember } from "./cluster-member.ts";
import { checkParameterGroup } from "./parameter-group.ts";
import { checkStorage, requestedStorage } from "./storage.ts";
import { checkUpgrade, upgradedGroup } from "./upgrade.ts";

const known: ReadonlySet<string> = new Set([
  "Action",
  "Version",
  "DBInstanceIdentifier",
  "ApplyImmediately",
  "AllowMajorVersionUpgrade",
  "DBInstanceClass",
  "AllocatedStorage",
  "StorageType",
  "Iops",
  "MultiAZ",
  "EngineVersion",
  "BackupRetentionPeriod",
  "MonitoringInterval",
  "MonitoringRoleArn",
  "PreferredBackupWindow",
  "PreferredMaintenanceWindow",
  "DBParameterGroupName",
  "DeletionProtection",
]);

/** What a call asks to be as it says, whether it is so already or not. */
export function requestedValues(parameters: QueryParameters, instance: Instance): Changes {
  const instanceClass = findText(parameters, "DBInstanceClass");
  const multiAz = findBoolean(parameters, "MultiAZ");
  const engineVersion = findText(parameters, "EngineVersion");
  const backupRetentionPeriod = findInteger(parameters, "BackupRetentionPeriod");
  const monitoringInterval = findInteger(parameters, "MonitoringInterval");
  return {
    ...requestedStorage(parameters, instance),
    ...upgradedGroup(parameters, instance),
    ...(instanceClass !== undefined && { instanceClass }),
    ...(multiAz !== undefined && { multiAz }),
    ...(engineVersion !== undefined && { engineVersion }),
    ...(backupRetentionPeriod !== undefined && { backupRetentionPeriod }),
    ...(monitoringInterval !== undefined && { monitoringInterval }),
  };
}

/** Throws for a value RDS would not take; for a parameter unknown here too, rather than pass over it in silence. */
export function checkModification(parameters: QueryParameters, instance: Instance): void {
  const unknown = [...parameters.keys()].find((name) => !known.has(name));
  check(unknown === undefined, `The parameter ${unknown} is not supported here.`);
  checkClusterMember(parameters, instance);
  const instanceClass = findText(parameters, "DBInstanceClass") ?? instance.instanceClass;
  check(/^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(instanceClass), `Invalid DB Instance class: ${instanceClass}`);
  checkStorage(parameters, instance);
  const retention = findInteger(parameters, "BackupRetentionPeriod") ?? instance.backupRetentionPeriod;
  check(retention >= 0 && retention <= 35, `Invalid backup retention period: ${retention}. Must be 0 to 35.`);
  checkMonitoring(parameters);
  const backup = findText(parameters, "PreferredBackupWindow") ?? instance.backupWindow;
  check(/^\d\d:\d\d-\d\d:\d\d$/.test(backup), `Invalid backup window: ${backup}`);
  const maintenance = findText(parameters, "PreferredMaintenanceWindow") ?? instance.maintenanceWindow;
  check(
    /^[a-z]{3}:\d\d:\d\d-[a-z]{3}:\d\d:\d\d$/i.test(maintenance),
    `Invalid maintenance window: ${maintenance}`,
  );
  checkUpgrade(parameters, instance);
  checkParameterGroup(parameters, instance);
}

function checkMonitoring(parameters: QueryParameters): void {
  const interval = findInteger(parameters, "MonitoringInterval");
  const role = findText(parameters, "MonitoringRoleArn");
  check([undefined, 0, 1, 5, 10, 15, 30, 60].includes(interval), `Invalid monitoring interval: ${interval}`);
  check(
    role === undefined || /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(role),
    `Invalid monitoring role: ${role}`,
  );
  if (interval !== undefined && interval > 0 !== (role !== undefined)) {
    throw new RdsError(
      "InvalidParameterCombination",
      interval > 0
        ? "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0."
        : "A MonitoringRoleARN cannot be specified with a MonitoringInterval of 0.",
    );
  }
}

function check(good: boolean, message: string): void {
  if (!good) throw new RdsError("InvalidParameterValue", message);
}
