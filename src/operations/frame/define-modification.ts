import type { Fact } from "../../core/fact.ts";
import type { JsonObject } from "../../core/json.ts";
import { defineOperation, type OperationDefinition } from "./define-operation.ts";
import { instanceFact, settingKeys, settingName, settingText } from "./instance-state.ts";
import { observeModification } from "./observe-modification.ts";
import type { Operation, RunContext, TargetInstance } from "./operation.ts";
import type { RdsCommand, SomeSettings } from "./rds-gateway.ts";

type Permissions = Pick<
  Extract<RdsCommand, { action: "ModifyDBInstance" }>,
  "allowMajorVersionUpgrade" | "monitoringRoleArn"
>;

/** What every operation says of itself in the same way. */
type Common<Parameters extends JsonObject> = Pick<
  OperationDefinition<Parameters>,
  | "name"
  | "shortName"
  | "label"
  | "fields"
  | "parameters"
  | "risk"
  | "patienceSeconds"
  | "safetySnapshot"
  | "complete"
  | "check"
  | "outage"
  | "cost"
>;

interface ModificationDefinition<Parameters extends JsonObject> extends Common<Parameters> {
  /** A cluster has it for all its members, so that it cannot be set on one. */
  readonly isOfCluster?: true;
  /** `Change the storage of ID`, from the label, unless it is given. */
  readonly title?: (parameters: Parameters, instance: TargetInstance) => string;
  /** What will really happen, in a sentence or two. */
  readonly effect: (parameters: Parameters, instance: TargetInstance) => string;
  /** What there is to know besides the settings. */
  readonly facts?: (parameters: Parameters, instance: TargetInstance) => readonly Fact[];
  /** The settings as they shall be. */
  readonly settings: (parameters: Parameters) => SomeSettings;
  /** Whether to ask RDS for it at once, and so for whatever is pending; otherwise in the maintenance window. */
  readonly isImmediate: (parameters: Parameters) => boolean;
  /** RDS does not wait for the maintenance window with it, whatever it is asked for. */
  readonly neverWaits?: (parameters: Parameters, instance: TargetInstance) => boolean;
  /** The database restarts, and with it static parameters take effect. */
  readonly restarts?: true;
  /** What the call needs besides the settings. */
  readonly permissions?: (parameters: Parameters, context: RunContext) => Permissions;
  /** The parameters that would set everything back. */
  readonly inverse?: (parameters: Parameters, before: TargetInstance) => JsonObject | undefined;
}

/**
 * An operation that sets settings of an instance by ModifyDBInstance: it is done, and verified, when the instance shows
 * each setting as it shall be (or as pending, where it was asked for in the maintenance window).
 */
export function defineModification<Parameters extends JsonObject>(
  definition: ModificationDefinition<Parameters>,
): Operation {
  const { name, label, fields, settings, isImmediate, inverse } = definition;
  const firstField = fields[0]?.parameter ?? "parameters";
  return defineOperation({
    ...definition,

    check: (given, instance) => {
      const { id, clusterId } = instance;
      if (definition.isOfCluster && clusterId) {
        return [{ parameter: firstField, message: `${id} has that from its cluster ${clusterId}` }];
      }
      const issues = definition.check?.(given, instance) ?? [];
      if (issues.length > 0 || !isSetAlready(settings(given), instance, isImmediate(given))) return issues;
      return [{ parameter: firstField, message: `${id} has that already` }];
    },

    // A restart applies the parameters whenever it comes, in the maintenance window too.
    appliesPending: (given) => ({
      ...(isImmediate(given) && { modifications: { besides: settings(given) } }),
      parameters: definition.restarts === true,
    }),

    describe: (given, instance) => ({
      title: definition.title?.(given, instance) ?? `${label} of ${instance.id}`,
      effect: definition.effect(given, instance),
      facts: [
        instanceFact(instance),
        ...settingKeys(settings(given)).map((key) => ({
          label: settingName(key).replace(/^./, (first) => first.toUpperCase()),
          value: changeText(settingText(instance[key]), settingText(settings(given)[key])),
        })),
        ...(definition.facts?.(given, instance) ?? []),
        {
          label: "Takes effect",
          value:
            isImmediate(given) || definition.neverWaits?.(given, instance)
              ? "at once"
              : `in the maintenance window, ${instance.maintenanceWindow} UTC`,
        },
      ],
    }),

    command: (given, context) => ({
      action: "ModifyDBInstance",
      instanceId: context.instanceId,
      settings: settings(given),
      applyImmediately: isImmediate(given),
      ...definition.permissions?.(given, context),
    }),

    started: (_given, { instanceId }) => `RDS has taken the modification of ${instanceId}.`,

    observe: (rds, given, context) => observeModification(rds, settings(given), isImmediate(given), context),

    inverse: (given, before) => {
      const undone = inverse?.(given, before);
      return undone && { operation: name, parameters: undone };
    },
  });
}

/** Setting what is set is nothing to do, unless something else is pending: then it takes that back. */
function isSetAlready(desired: SomeSettings, instance: TargetInstance, immediately: boolean): boolean {
  return settingKeys(desired).every((key) => {
    const pending = instance.pending[key];
    const coming = immediately && pending === desired[key] ? instance[key] : (pending ?? instance[key]);
    return coming === desired[key];
  });
}

function changeText(before: string, after: string): string {
  return before === after ? `${after}, as now` : `${before} → ${after}`;
}
