import type { Fact } from "../../core/request.ts";
import { momentText } from "../../core/texts.ts";
import { settingKeys, settingName, settingText } from "../../operations/frame/instance-state.ts";
import { findWindowState } from "../../operations/rules/window-state.ts";
import type { InstanceDetails } from "../ports/rds-details.ts";
import { backupText } from "./backup-text.ts";
import { lagText, loadText } from "./load-text.ts";
import { type PreflightReadings, type Reading, unknownText } from "./reading.ts";

/** Of replicas and of maintenance actions; more would push the buttons off a phone's screen. */
const mostLines = 5;

/**
 * What was read, in few facts that fit a phone; of each that a source did not tell it says "unknown". "Now", "in 3 h" and "old"
 * are meant from `asOf` on. `differences` is what has changed since the request was made.
 */
export function preflightFacts(
  readings: PreflightReadings,
  differences: readonly Fact[],
  asOf: Date,
): readonly Fact[] {
  const { instance, snapshot, metrics } = readings;
  if (instance.isRead && !instance.value) return [{ label: "Now", value: "The instance is no longer there" }];
  const changed = differences.map(({ label, value }) => `${label}: ${value}`);
  return [
    ...(changed.length > 0 ? [{ label: "Changed since asked", value: changed.join("\n") }] : []),
    { label: "Now", value: fromInstance(instance, nowText) },
    { label: "Storage", value: fromInstance(instance, storageText) },
    { label: "Last hour", value: loadText(metrics, asOf) },
    { label: "Replicas", value: fromInstance(instance, (one) => replicasText(one, readings, asOf)) },
    { label: "Backups", value: backupText(instance, snapshot, asOf) },
    { label: "Windows", value: fromInstance(instance, (one) => windowsText(one, asOf)) },
    { label: "Pending", value: pendingText(readings) },
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

function replicasText(
  { id, replicas, replicaOf }: InstanceDetails,
  { replicas: found, metrics }: PreflightReadings,
  asOf: Date,
): string {
  const own =
    replicaOf === undefined ? [] : [`It is a replica of ${replicaOf}: ${lagText(metrics, id, asOf)}`];
  const lines = replicas.map((replica) => {
    const [, , , region, , , name] = replica.split(":");
    if (region && name) return `${name} in ${region}: ${unknownText}, not asked there`;
    const details = found.isRead ? found.value.find((one) => one.id === replica) : undefined;
    const state = details
      ? [details.status, ...(details.replication === undefined ? [] : [details.replication])].join(", ")
      : `status ${unknownText}`;
    return `${replica}: ${state}, ${lagText(metrics, replica, asOf)}`;
  });
  return [...own, ...firstOf(lines)].join("\n") || "none";
}

function windowsText({ backupWindow, maintenanceWindow, backupRetentionDays }: InstanceDetails, asOf: Date) {
  const stateOf = (window: string) => findWindowState(window, asOf) ?? unknownText;
  const backup = backupRetentionDays === 0 ? [] : [`Backup ${backupWindow} UTC, ${stateOf(backupWindow)}`];
  return [...backup, `Maintenance ${maintenanceWindow} UTC, ${stateOf(maintenanceWindow)}`].join("\n");
}

function pendingText({ instance, maintenance }: PreflightReadings): string {
  const ofInstance =
    instance.isRead && instance.value ? waitingLines(instance.value) : [`Modifications: ${unknownText}`];
  const ofAws = maintenance.isRead
    ? maintenance.value.map(({ action, description, dueAt }) => {
        const what = description === "" ? action : `${action}, ${description}`;
        return `Maintenance: ${what}${dueAt ? `, due ${momentText(dueAt)}` : ", no date set"}`;
      })
    : [`Maintenance: ${unknownText}`];
  return [...ofInstance, ...firstOf(ofAws)].join("\n") || "nothing";
}

function waitingLines(instance: InstanceDetails): readonly string[] {
  const settings = settingKeys(instance.pending).map(
    (key) => `${settingName(key)}: ${settingText(instance[key])} → ${settingText(instance.pending[key])}`,
  );
  return instance.hasPendingParameters
    ? [...settings, `parameters of ${instance.parameterGroup} wait for a restart`]
    : settings;
}

function firstOf(lines: readonly string[]): readonly string[] {
  const more = lines.length - mostLines;
  return more > 0 ? [...lines.slice(0, mostLines), `and ${more} more`] : lines;
}
