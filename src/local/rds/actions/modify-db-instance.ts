import { findBoolean, findText } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import { addEvents, type Changes, type Instance, replaceInstance } from "../world.ts";
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
import { checkModification, requestedValues } from "./modification.ts";
import { modifyEvents } from "./modify-events.ts";

/**
 * Windows, the parameter group's name and deletion protection hold at once; the monitoring interval and a change of a
 * retention that stays on are applied as soon as possible; the rest waits for the maintenance window (which never comes
 * here) unless `ApplyImmediately`, and then what was waiting already comes along. To ask for what is set takes back what
 * waits.
 */
export const modifyDbInstance: Action = (call) => {
  const { parameters, now } = call;
  const instance = getNamedInstance(call);
  checkModification(parameters, instance);
  mustBe("available", instance, "Database instance is not in available state.");
  const values = requestedValues(parameters, instance);
  if (
    values.backupRetentionPeriod === 0 &&
    call.world.instances.some((one) => one.replicaOf === instance.id)
  ) {
    throw new RdsError(
      "InvalidDBInstanceState",
      "Automated backups cannot be disabled for a DB instance that is a source for read replicas.",
    );
  }

  const waiting = without(instance.pending, values);
  const requested = differing(values, instance);
  const immediately = findBoolean(parameters, "ApplyImmediately") ?? false;
  const { soon, later } = immediately
    ? { soon: { ...waiting, ...requested }, later: {} }
    : split(requested, instance);
  const modified = { ...heldAtOnce(call, instance), pending: immediately ? {} : { ...waiting, ...later } };
  const world = start(call, call.ending === "failed" ? instance : modified, soon);
  return { world, result: { DBInstance: instanceXml(world, getInstance(world, instance.id), now) } };
};

function heldAtOnce({ parameters }: ActionCall, instance: Instance): Instance {
  const group = findText(parameters, "DBParameterGroupName");
  const isOtherGroup =
    group !== undefined &&
    group !== instance.parameterGroup &&
    findText(parameters, "EngineVersion") === undefined;
  return {
    ...instance,
    backupWindow: findText(parameters, "PreferredBackupWindow") ?? instance.backupWindow,
    maintenanceWindow:
      findText(parameters, "PreferredMaintenanceWindow")?.toLowerCase() ?? instance.maintenanceWindow,
    deletionProtection: findBoolean(parameters, "DeletionProtection") ?? instance.deletionProtection,
    ...(isOtherGroup && { parameterGroup: group, parameterApplyStatus: "pending-reboot" as const }),
  };
}

function start(call: ActionCall, instance: Instance, changes: Changes) {
  if (Object.keys(changes).length === 0 && call.ending === "good") {
    return replaceInstance(call.world, instance);
  }
  const takes = durationOf("modify", call);
  const isOfStorage = [changes.allocatedStorage, changes.storageType, changes.iops].some(
    (value) => value !== undefined,
  );
  const begun = begin(call, instance, {
    kind: kindOf(changes),
    takes,
    changes: call.ending === "failed" ? {} : changes,
    ...(isOfStorage && call.ending === "good" && { optimizesFor: durationOf("optimize", call) }),
  });
  return addEvents(begun, call.now, modifyEvents(call, instance.id, changes, takes));
}

function kindOf(changes: Changes) {
  if (changes.engineVersion !== undefined) return "upgrading";
  const onlyMonitoring = Object.keys(changes).every((name) => name === "monitoringInterval");
  return onlyMonitoring && changes.monitoringInterval !== undefined
    ? "configuring-enhanced-monitoring"
    : "modifying";
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

function differing(values: Changes, instance: Instance): Changes {
  const known: Readonly<Record<string, unknown>> = instance;
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => known[name] !== value));
}

function without(changes: Changes, values: Changes): Changes {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => !Object.hasOwn(values, name)));
}
