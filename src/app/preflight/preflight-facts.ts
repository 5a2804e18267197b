import type { Fact } from "../../core/fact.ts";
import { momentText } from "../../core/texts.ts";
import { settingKeys, settingName, settingText } from "../../operations/frame/instance-state.ts";
import { findWindowState } from "../../operations/rules/window-state.ts";
import type { InstanceDetails } from "../ports/rds-details.ts";
import { backupText } from "./backup-text.ts";
import { connectionsText, cpuText, lagText } from "./load-text.ts";
import { type PreflightReadings, type Reading, unknownText } from "./reading.ts";

/** Of replicas and of maintenance actions; more would push the buttons off a phone's screen. */
const mostOfAKind = 5;

/**
 * What was read, a line each; of what a source did not tell it says "unknown". "Now", "in 3 h" and "old" are meant from `asOf`
 * on. `differences` is what has changed since the request was made.
 */
export function preflightFacts(
  readings: PreflightReadings,
  differences: readonly Fact[],
  asOf: Date,
): readonly Fact[] {
  const { instance, snapshot, metrics } = readings;
  if (instance.isRead && !instance.value)
    return [{ label: "Now", value: "there is no such instance any more" }];
  return [
    ...differences.map(({ label, value }) => ({ label: "Changed since asked", value: `${label}: ${value}` })),
    { label: "Now", value: fromInstance(instance, nowText) },
    { label: "Storage", value: fromInstance(instance, storageText) },
    { label: "CPU, last hour", value: cpuText(metrics, asOf) },
    { label: "Connections, last hour", value: connectionsText(metrics, asOf) },
    ...replicaFacts(readings, asOf),
    { label: "Backups", value: backupText(instance, snapshot, asOf) },
    { label: "Backup window", value: fromInstance(instance, (one) => backupWindowText(one, asOf)) },
    {
      label: "Maintenance window",
      value: fromInstance(instance, (one) => windowText(one.maintenanceWindow, asOf)),
    },
    { label: "Pending", value: fromInstance(instance, pendingText) },
    ...maintenanceFacts(readings),
  ];
}

function fromInstance(
  instance: Reading<InstanceDetails | undefined>,
  textOf: (one: InstanceDetails) => string,
): string {
  return instance.isRead && instance.value ? textOf(instance.value) : unknownText;
}

function nowText({ status, instanceClass, engine, engineVersion, isMultiAz, clusterId }: InstanceDetails) {
  const place = clusterId === undefined ? (isMultiAz ? "Multi-AZ" : "single-AZ") : `in cluster ${clusterId}`;
  return `${status} · ${instanceClass} · ${engine} ${engineVersion} · ${place}`;
}

function storageText({ storageType, allocatedStorageGib, iops, clusterId }: InstanceDetails): string {
  if (clusterId !== undefined && storageType.startsWith("aurora")) return `${storageType}, grows by itself`;
  return [storageType, `${allocatedStorageGib} GiB`, ...(iops === undefined ? [] : [`${iops} IOPS`])].join(
    " · ",
  );
}

function replicaFacts(
  { instance, replicas: found, metrics }: PreflightReadings,
  asOf: Date,
): readonly Fact[] {
  if (!instance.isRead || !instance.value) return [{ label: "Replicas", value: unknownText }];
  const { id, replicas, replicaOf, clusterId } = instance.value;
  if (clusterId !== undefined) {
    return [{ label: "Replicas", value: `the other members of ${clusterId}, not read here` }];
  }
  const own =
    replicaOf === undefined
      ? []
      : [{ label: "Replica of", value: `${replicaOf}: ${lagText(metrics, id, asOf)}` }];
  const others = replicas.map((replica) => ({ label: "Replica", value: replicaText(replica) }));
  const all = [...own, ...firstOf(others, "replicas")];
  return all.length > 0 ? all : [{ label: "Replicas", value: "none" }];

  function replicaText(replica: string): string {
    const [, , , region, , , name] = replica.split(":");
    if (region && name) return `${name} in ${region}: ${unknownText}, it is not asked there`;
    const details = found.isRead ? found.value.find((one) => one.id === replica) : undefined;
    const state = details
      ? [details.status, ...(details.replication === undefined ? [] : [details.replication])].join(", ")
      : `status ${unknownText}`;
    return `${replica}: ${state}, ${lagText(metrics, replica, asOf)}`;
  }
}

function backupWindowText({ backupWindow, backupRetentionDays }: InstanceDetails, asOf: Date): string {
  return backupRetentionDays === 0 ? "none, as automated backups are off" : windowText(backupWindow, asOf);
}

function windowText(window: string, asOf: Date): string {
  return `${window} UTC, ${findWindowState(window, asOf) ?? unknownText}`;
}

function pendingText(instance: InstanceDetails): string {
  const settings = settingKeys(instance.pending).map(
    (key) => `${settingName(key)} ${settingText(instance[key])} → ${settingText(instance.pending[key])}`,
  );
  const waiting = instance.hasPendingParameters
    ? [...settings, `parameters of ${instance.parameterGroup} wait for a restart`]
    : settings;
  return waiting.join(" · ") || "no modifications";
}

function maintenanceFacts({ maintenance }: PreflightReadings): readonly Fact[] {
  const label = "Maintenance";
  if (!maintenance.isRead) return [{ label, value: unknownText }];
  if (maintenance.value.length === 0) return [{ label, value: "none pending" }];
  const facts = maintenance.value.map(({ action, description, dueAt }) => {
    const what = description === "" ? action : `${action}: ${description}`;
    return { label, value: `${what} · ${dueAt ? `due ${momentText(dueAt)}` : "no date set"}` };
  });
  return firstOf(facts, "maintenance actions");
}

function firstOf(facts: readonly Fact[], plural: string): readonly Fact[] {
  const more = facts.length - mostOfAKind;
  return more > 0
    ? [...facts.slice(0, mostOfAKind), { label: "More", value: `${more} more ${plural}` }]
    : facts;
}
