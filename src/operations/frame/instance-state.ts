import type { Fact } from "../../core/fact.ts";
import type { JsonObject } from "../../core/json.ts";
import type { InstanceSettings, RdsInstance, SomeSettings } from "./rds-gateway.ts";

/** The names of the settings as people and the audit log read them. */
const names = {
  instanceClass: "class",
  engineVersion: "engine_version",
  isMultiAz: "multi_az",
  storageType: "storage_type",
  allocatedStorageGib: "storage_gib",
  iops: "iops",
  backupRetentionDays: "backup_retention_days",
  backupWindow: "backup_window",
  maintenanceWindow: "maintenance_window",
  monitoringIntervalSeconds: "monitoring_seconds",
  parameterGroup: "parameter_group",
  hasDeletionProtection: "deletion_protection",
} as const satisfies Record<keyof InstanceSettings, string>;

/** What every approval rests on: when one of these has changed, what was approved is not what would run. */
const material = [
  "instanceClass",
  "isMultiAz",
  "engineVersion",
  "storageType",
  "allocatedStorageGib",
  "iops",
] as const satisfies readonly (keyof InstanceSettings)[];

type Observed = InstanceSettings & Pick<RdsInstance, "pending" | "hasPendingParameters">;

/** The material state of an instance, with what else an operation rests on, as the intent holds it and the digest covers it. */
export function materialStateOf(
  instance: Observed,
  besides: readonly (keyof InstanceSettings)[] = [],
): JsonObject {
  return {
    ...settingsToJson(pick(instance, [...material, ...besides])),
    pending: settingsToJson(instance.pending),
    pending_parameters: instance.hasPendingParameters,
  };
}

/** Settings by the names that people read; what is not set is left out. */
export function settingsToJson(settings: SomeSettings): JsonObject {
  const entries = settingKeys(settings).flatMap((key) => {
    const value = settings[key];
    return value === undefined ? [] : [[names[key], value] as const];
  });
  return Object.fromEntries(entries);
}

export function settingName(key: keyof InstanceSettings): string {
  return names[key].replaceAll("_", " ");
}

/** A setting's value as people read it. */
export function settingText(value: InstanceSettings[keyof InstanceSettings]): string {
  return value === undefined ? "none" : typeof value === "boolean" ? (value ? "on" : "off") : String(value);
}

/** Which instance is meant, with its engine and size. */
export function instanceFact({
  id,
  engine,
  engineVersion,
  instanceClass,
}: Pick<RdsInstance, "id" | "engine" | "engineVersion" | "instanceClass">): Fact {
  return { label: "Instance", value: `${id} · ${engine} ${engineVersion} · ${instanceClass}` };
}

/** The keys of the settings that are given, in a fixed order. */
export function settingKeys(settings: SomeSettings): readonly (keyof InstanceSettings)[] {
  return allKeys.filter((key) => settings[key] !== undefined);
}

const allKeys = [
  "instanceClass",
  "engineVersion",
  "isMultiAz",
  "storageType",
  "allocatedStorageGib",
  "iops",
  "backupRetentionDays",
  "backupWindow",
  "maintenanceWindow",
  "monitoringIntervalSeconds",
  "parameterGroup",
  "hasDeletionProtection",
] as const satisfies readonly (keyof InstanceSettings)[];

function pick(settings: InstanceSettings, keys: readonly (keyof InstanceSettings)[]): SomeSettings {
  return Object.fromEntries(keys.map((key) => [key, settings[key]]));
}
