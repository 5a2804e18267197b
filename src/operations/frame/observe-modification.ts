import type { JsonObject } from "../../core/json.ts";
import { settingKeys, settingName, settingsToJson, settingText } from "./instance-state.ts";
import { failedStatusGuidance, goneGuidance, isAtRest, isFailedStatus } from "./instance-status.ts";
import type { Observation, RunContext } from "./operation.ts";
import type { InstanceSettings, RdsInstance, RdsReader, SomeSettings } from "./rds-gateway.ts";

/** RDS sets these as it takes the call, whatever else the instance is at. */
const setOnCall: readonly (keyof InstanceSettings)[] = [
  "backupWindow",
  "maintenanceWindow",
  "parameterGroup",
  "hasDeletionProtection",
];

/** Whether an instance shows the settings as they shall be, waits with them as it was asked to, or could not be changed. */
export async function observeModification(
  rds: RdsReader,
  desired: SomeSettings,
  isImmediate: boolean,
  { place, instanceId, claimedAt }: RunContext,
): Promise<Observation> {
  const instance = await rds.findInstance(place, instanceId);
  if (!instance) return { kind: "failed", guidance: goneGuidance(instanceId) };
  const observation = observeSettings(instance, desired, isImmediate);
  if (observation.kind !== "absent") return observation;
  const events = await rds.listEvents(place, instanceId, claimedAt);
  const failure = events.findLast(({ categories }) => categories.includes("failure"));
  return failure
    ? {
        kind: "failed",
        guidance: `RDS could not make the change: ${failure.message} Look at the instance's events, then ask again.`,
      }
    : observation;
}

function observeSettings(instance: RdsInstance, desired: SomeSettings, isImmediate: boolean): Observation {
  const { status, pending } = instance;
  const keys = settingKeys(desired);
  // What is set but waits to become something else is not as it shall be: the call would take that back.
  const coming = { ...instance, ...pending };
  const isSet = keys.every((key) => desired[key] === instance[key] && desired[key] === coming[key]);
  if (isFailedStatus(status)) {
    return { kind: "failed", guidance: failedStatusGuidance(instance.id, status) };
  }
  if (keys.every((key) => setOnCall.includes(key))) {
    return isSet ? done(instance, desired) : { kind: "absent" };
  }
  if (!isAtRest(status)) return { kind: "in-progress", text: `instance ${status}` };
  if (isSet) return done(instance, desired);
  // What RDS sets on the call never shows as pending, so beside something that does it only comes along.
  const isPending = keys.every((key) => setOnCall.includes(key) || desired[key] === coming[key]);
  if (!isPending) return { kind: "absent" };
  return isImmediate ? { kind: "in-progress", text: "modification pending" } : done(instance, desired);
}

function done(instance: RdsInstance, desired: SomeSettings): Observation {
  const facts = settingKeys(desired).map((key) => ({
    label: `Verified ${settingName(key)}`,
    value:
      desired[key] === instance[key]
        ? settingText(instance[key])
        : `${settingText(desired[key])}, pending until the maintenance window`,
  }));
  const optimizing = {
    label: "Storage",
    value: "RDS optimises it now, for hours; the database can be used meanwhile",
  };
  return {
    kind: "done",
    facts: instance.status === "storage-optimization" ? [...facts, optimizing] : facts,
    details: detailsOf(instance, desired),
  };
}

/** What the instance has now, and what of it waits for the maintenance window. */
function detailsOf(instance: RdsInstance, desired: SomeSettings): JsonObject {
  const keys = settingKeys(desired);
  const now = Object.fromEntries(keys.map((key) => [key, instance[key]]));
  const waiting = Object.fromEntries(
    keys.filter((key) => desired[key] !== instance[key]).map((key) => [key, desired[key]]),
  );
  return {
    settings: settingsToJson(now),
    ...(Object.keys(waiting).length > 0 && { pending_settings: settingsToJson(waiting) }),
  };
}
