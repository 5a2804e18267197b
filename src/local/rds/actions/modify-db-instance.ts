import { findBoolean, findText } from "../query-protocol.ts";
import { addEvents, type Changes, type Instance, type RdsEvent, replaceInstance } from "../world.ts";
import {
  type Action,
  type ActionCall,
  begin,
  durationOf,
  getInstance,
  getNamedInstance,
  mustBe,
} from "./action.ts";
import { instanceXml } from "./instance-xml.ts";
import { checkModification, requestedChanges } from "./modification.ts";

/**
 * Windows and deletion protection hold at once; the monitoring interval and a change of a retention that stays on are
 * applied as soon as possible; the rest waits for the maintenance window (which never comes here) unless
 * `ApplyImmediately`, and then what was waiting already comes along.
 */
export const modifyDbInstance: Action = (call) => {
  const { parameters, now } = call;
  const instance = getNamedInstance(call);
  checkModification(parameters, instance);
  mustBe("available", instance, "Database instance is not in available state.");

  const requested = requestedChanges(parameters, instance);
  const immediately = findBoolean(parameters, "ApplyImmediately") ?? false;
  const { soon, later } = immediately
    ? { soon: { ...instance.pending, ...requested }, later: {} }
    : split(requested, instance);
  const modified: Instance = {
    ...instance,
    backupWindow: findText(parameters, "PreferredBackupWindow") ?? instance.backupWindow,
    maintenanceWindow:
      findText(parameters, "PreferredMaintenanceWindow")?.toLowerCase() ?? instance.maintenanceWindow,
    deletionProtection: findBoolean(parameters, "DeletionProtection") ?? instance.deletionProtection,
    pending: immediately ? {} : { ...instance.pending, ...later },
  };
  const world = start(call, modified, soon);
  return { world, result: { DBInstance: instanceXml(world, getInstance(world, instance.id), now) } };
};

function start(call: ActionCall, instance: Instance, changes: Changes) {
  if (Object.keys(changes).length === 0) return replaceInstance(call.world, instance);
  const takes = durationOf("modify", call);
  const events = modifyEvents(instance.id, changes, call.now, takes);
  const told = call.ending === "stuck" ? events.filter(({ at }) => at === call.now) : events;
  return addEvents(begin(call, instance, "modifying", takes, changes), call.now, told);
}

function split(changes: Changes, instance: Instance): { readonly soon: Changes; readonly later: Changes } {
  const { monitoringInterval, backupRetentionPeriod, ...rest } = changes;
  const monitoring = monitoringInterval === undefined ? {} : { monitoringInterval };
  if (backupRetentionPeriod === undefined) return { soon: monitoring, later: rest };
  const staysOn = backupRetentionPeriod > 0 && instance.backupRetentionPeriod > 0;
  return staysOn
    ? { soon: { ...monitoring, backupRetentionPeriod }, later: rest }
    : { soon: monitoring, later: { ...rest, backupRetentionPeriod } };
}

function modifyEvents(sourceId: string, changes: Changes, now: number, takes: number): readonly RdsEvent[] {
  const subjects = [
    changes.instanceClass === undefined ? [] : ["DB instance class"],
    changes.allocatedStorage === undefined ? [] : ["allocated storage"],
    changes.multiAz === undefined
      ? []
      : [`convert to a ${changes.multiAz ? "Multi" : "Single"}-AZ DB Instance`],
  ].flat();
  const event = { sourceType: "db-instance", sourceId, categories: ["configuration change"] } as const;
  return [
    ...subjects.map((subject) => ({ ...event, message: `Applying modification to ${subject}`, at: now })),
    ...subjects.map((subject) => ({
      ...event,
      message: `Finished applying modification to ${subject}`,
      at: now + takes,
    })),
  ];
}
