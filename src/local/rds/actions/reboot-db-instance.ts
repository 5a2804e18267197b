import { findBoolean } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import { addEvents, type Instance, type RdsEvent } from "../world.ts";
import { type Action, begin, durationOf, getInstance, getNamedInstance, mustBe } from "./action.ts";
import { instanceXml } from "./instance-xml.ts";

export const rebootDbInstance: Action = (call) => {
  const { parameters, now } = call;
  const instance = getNamedInstance(call);
  const failover = findBoolean(parameters, "ForceFailover") ?? false;
  if (failover && !instance.multiAz) {
    throw new RdsError(
      "InvalidParameterCombination",
      "ForceFailover cannot be specified since the instance is not configured for MultiAZ.",
    );
  }
  mustBe(
    "available",
    instance,
    "Instance cannot currently reboot due to an in-progress management operation.",
  );

  const takes = durationOf("reboot", call);
  const rebooting = failover ? inOtherZone(instance) : instance;
  const events = rebootEvents(instance.id, failover, now, takes);
  const told = call.ending === "good" ? events : events.slice(0, 1);
  const work = { kind: "rebooting", takes, failsAs: "incompatible-parameters" } as const;
  const world = addEvents(begin(call, rebooting, work), now, told);
  return { world, result: { DBInstance: instanceXml(world, getInstance(world, instance.id), now) } };
};

function inOtherZone(instance: Instance): Instance {
  return {
    ...instance,
    availabilityZone: instance.secondaryAvailabilityZone,
    secondaryAvailabilityZone: instance.availabilityZone,
  };
}

function rebootEvents(sourceId: string, failover: boolean, now: number, takes: number): readonly RdsEvent[] {
  const event = (message: string, category: string, part: number): RdsEvent => ({
    sourceType: "db-instance",
    sourceId,
    message,
    categories: [category],
    at: now + Math.round(takes * part),
  });
  const restart = [
    event("DB instance shutdown", "availability", 0.3),
    event("DB instance restarted", "availability", 0.9),
  ];
  if (!failover) return restart;
  return [
    event("Multi-AZ instance failover started.", "failover", 0.1),
    ...restart,
    event("Multi-AZ instance failover completed", "failover", 1),
  ];
}
