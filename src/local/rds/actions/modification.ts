import { findBoolean, findInteger, findText, type QueryParameters } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import type { Changes, Instance } from "../world.ts";

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
  "PreferredBackupWindow",
  "PreferredMaintenanceWindow",
  "DeletionProtection",
]);

/** What a call asks to be other than it is. */
export function requestedChanges(parameters: QueryParameters, instance: Instance): Changes {
  const wanted = {
    instanceClass: findText(parameters, "DBInstanceClass"),
    allocatedStorage: findInteger(parameters, "AllocatedStorage"),
    storageType: findText(parameters, "StorageType"),
    iops: findInteger(parameters, "Iops"),
    multiAz: findBoolean(parameters, "MultiAZ"),
    engineVersion: findText(parameters, "EngineVersion"),
    backupRetentionPeriod: findInteger(parameters, "BackupRetentionPeriod"),
    monitoringInterval: findInteger(parameters, "MonitoringInterval"),
  };
  return {
    ...changed("instanceClass", wanted, instance),
    ...changed("allocatedStorage", wanted, instance),
    ...changed("storageType", wanted, instance),
    ...changed("iops", wanted, instance),
    ...changed("multiAz", wanted, instance),
    ...changed("engineVersion", wanted, instance),
    ...changed("backupRetentionPeriod", wanted, instance),
    ...changed("monitoringInterval", wanted, instance),
  };
}

/** Throws for a value RDS would not take; for a parameter unknown here too, rather than pass over it in silence. */
export function checkModification(parameters: QueryParameters, instance: Instance): void {
  const unknown = [...parameters.keys()].find((name) => !known.has(name));
  check(unknown === undefined, `The parameter ${unknown} is not supported here.`);
  const instanceClass = findText(parameters, "DBInstanceClass") ?? instance.instanceClass;
  check(/^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(instanceClass), `Invalid DB Instance class: ${instanceClass}`);
  const storage = findInteger(parameters, "AllocatedStorage") ?? instance.allocatedStorage;
  check(storage >= instance.allocatedStorage, "Allocated storage cannot be reduced.");
  const storageType = findText(parameters, "StorageType") ?? instance.storageType;
  check(
    ["gp2", "gp3", "io1", "io2", "standard"].includes(storageType),
    `Invalid storage type: ${storageType}`,
  );
  const retention = findInteger(parameters, "BackupRetentionPeriod") ?? instance.backupRetentionPeriod;
  check(retention >= 0 && retention <= 35, `Invalid backup retention period: ${retention}. Must be 0 to 35.`);
  const monitoring = findInteger(parameters, "MonitoringInterval") ?? instance.monitoringInterval;
  check([0, 1, 5, 10, 15, 30, 60].includes(monitoring), `Invalid monitoring interval: ${monitoring}`);
  const backup = findText(parameters, "PreferredBackupWindow") ?? instance.backupWindow;
  check(/^\d\d:\d\d-\d\d:\d\d$/.test(backup), `Invalid backup window: ${backup}`);
  const maintenance = findText(parameters, "PreferredMaintenanceWindow") ?? instance.maintenanceWindow;
  check(
    /^[a-z]{3}:\d\d:\d\d-[a-z]{3}:\d\d:\d\d$/i.test(maintenance),
    `Invalid maintenance window: ${maintenance}`,
  );
  checkUpgrade(parameters, instance);
}

function checkUpgrade(parameters: QueryParameters, { engine, engineVersion }: Instance): void {
  const wanted = findText(parameters, "EngineVersion");
  if (wanted === undefined) return;
  check(/^\d+(?:\.\d+){0,2}$/.test(wanted), `Cannot find version ${wanted} for ${engine}`);
  if (wanted.localeCompare(engineVersion, "en", { numeric: true }) < 0) {
    throw new RdsError(
      "InvalidParameterCombination",
      `Cannot upgrade ${engine} from ${engineVersion} to ${wanted}`,
    );
  }
  const isMajor = majorOf(engine, wanted) !== majorOf(engine, engineVersion);
  if (isMajor && findBoolean(parameters, "AllowMajorVersionUpgrade") !== true) {
    throw new RdsError(
      "InvalidParameterCombination",
      "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.",
    );
  }
}

/** PostgreSQL counts majors by one number, MySQL by two. */
function majorOf(engine: string, version: string): string {
  return version
    .split(".")
    .slice(0, engine === "postgres" ? 1 : 2)
    .join(".");
}

function changed<K extends keyof Changes>(
  name: K,
  wanted: { readonly [P in K]: Instance[P] | undefined },
  instance: Instance,
): Changes {
  const value = wanted[name];
  return value === undefined || value === instance[name] ? {} : { [name]: value };
}

function check(good: boolean, message: string): void {
  if (!good) throw new RdsError("InvalidParameterValue", message);
}
