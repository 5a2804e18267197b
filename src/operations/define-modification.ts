import type { z } from "zod";
import type { JsonObject } from "../core/json.ts";
import type { ParameterIssue } from "../core/refusal.ts";
import type { Risk } from "../core/request.ts";
import { settingKeys, settingName, settingText } from "./instance-state.ts";
import {
  defineOperation,
  type FormField,
  type Inverse,
  type Observation,
  type Operation,
  type Outage,
  type TargetInstance,
} from "./operation.ts";
import type { RdsInstance, SomeSettings } from "./rds-gateway.ts";

interface ModificationDefinition<Parameters extends JsonObject> {
  readonly name: string;
  readonly shortName: string;
  readonly label: string;
  readonly fields: readonly FormField[];
  readonly parameters: z.ZodType<Parameters>;
  readonly risk: { readonly production: Risk; readonly elsewhere: Risk };
  readonly check?: (parameters: Parameters, instance: TargetInstance) => readonly ParameterIssue[];
  /** What will really happen, in a sentence or two. */
  readonly effect: (parameters: Parameters, instance: TargetInstance) => string;
  readonly outage: (parameters: Parameters, instance: TargetInstance) => Outage;
  /** The settings as they shall be. */
  readonly settings: (parameters: Parameters) => SomeSettings;
  /** At once; otherwise in the instance's maintenance window. */
  readonly isImmediate: (parameters: Parameters) => boolean;
  readonly allowMajorVersionUpgrade?: (parameters: Parameters) => boolean;
  readonly inverse?: (parameters: Parameters, before: TargetInstance) => JsonObject | undefined;
}

/** RDS still works on the settings, though some show as set already. */
const atWork = [
  "modifying",
  "upgrading",
  "rebooting",
  "configuring-enhanced-monitoring",
  "backing-up",
  "starting",
];

/**
 * An operation that sets settings of an instance by ModifyDBInstance: it is done, and verified, when the instance shows
 * each setting as it shall be (or as pending, where it was asked for in the maintenance window).
 */
export function defineModification<Parameters extends JsonObject>(
  definition: ModificationDefinition<Parameters>,
): Operation {
  const { name, shortName, label, fields, parameters, risk, outage, settings, isImmediate, inverse } =
    definition;
  return defineOperation({
    name,
    shortName,
    label,
    fields,
    parameters,
    risk,
    outage,

    check: (given, instance) => {
      const desired = settings(given);
      const isSame = settingKeys(desired).every((key) => desired[key] === instance[key]);
      return [
        ...(definition.check?.(given, instance) ?? []),
        ...(isSame
          ? [{ parameter: fields[0]?.parameter ?? "parameters", message: `${instance.id} has that already` }]
          : []),
      ];
    },

    appliesPending: (given) => (isImmediate(given) ? "modifications" : undefined),

    describe: (given, instance) => {
      const desired = settings(given);
      return {
        title: `${label} of ${instance.id}`,
        effect: definition.effect(given, instance),
        facts: [
          {
            label: "Instance",
            value: `${instance.id} · ${instance.engine} ${instance.engineVersion} · ${instance.instanceClass}`,
          },
          ...settingKeys(desired).map((key) => ({
            label: settingName(key).replace(/^./, (first) => first.toUpperCase()),
            value: `${settingText(instance[key])} → ${settingText(desired[key])}`,
          })),
          {
            label: "When",
            value: isImmediate(given)
              ? "at once"
              : `in the maintenance window, ${instance.maintenanceWindow} UTC`,
          },
        ],
      };
    },

    command: (given, { instanceId }) => ({
      action: "ModifyDBInstance",
      instanceId,
      settings: settings(given),
      applyImmediately: isImmediate(given),
      ...(definition.allowMajorVersionUpgrade && {
        allowMajorVersionUpgrade: definition.allowMajorVersionUpgrade(given),
      }),
    }),

    started: (_given, { instanceId }) => `RDS has taken the modification of ${instanceId}.`,

    observe: async (rds, given, { place, instanceId }) => {
      const instance = await rds.findInstance(place, instanceId);
      if (!instance)
        return {
          kind: "failed",
          guidance: `${instanceId} is no longer there. Check who deleted or renamed it.`,
        };
      return observeSettings(instance, settings(given), isImmediate(given));
    },

    inverse: (given, before): Inverse | undefined => {
      const undone = inverse?.(given, before);
      return undone && { operation: name, parameters: undone };
    },
  });
}

function observeSettings(instance: RdsInstance, desired: SomeSettings, isImmediate: boolean): Observation {
  const keys = settingKeys(desired);
  const isSet = keys.every((key) => desired[key] === instance[key]);
  const isPending = keys.every((key) => [instance[key], instance.pending[key]].includes(desired[key]));
  if (atWork.includes(instance.status) && (isSet || isPending)) {
    return { kind: "in-progress", text: `instance ${instance.status}` };
  }
  if (!isSet && !isPending) return { kind: "absent" };
  if (!isSet && isImmediate) return { kind: "in-progress", text: "modification pending" };
  return {
    kind: "done",
    facts: keys.map((key) => ({
      label: `Verified ${settingName(key)}`,
      value: isSet
        ? settingText(instance[key])
        : `${settingText(desired[key])}, pending until the maintenance window`,
    })),
  };
}
