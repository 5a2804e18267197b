import { findText } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import { addEvents, type Instance, type RdsEvent } from "../world.ts";
import {
  type Action,
  type ActionCall,
  type ActionOutcome,
  begin,
  durationOf,
  getInstance,
  getNamedInstance,
  mustBe,
} from "./action.ts";
import { instanceXml } from "./instance-xml.ts";

export const startDbInstance: Action = (call) => {
  const instance = getNamedInstance(call);
  mustBeAlone(instance);
  mustBe("stopped", instance, `Instance ${instance.id} is not stopped.`);
  return startWork(call, "starting", durationOf("start", call), "DB instance started");
};

export const stopDbInstance: Action = (call) => {
  const instance = getNamedInstance(call);
  mustBeAlone(instance);
  mustBe("available", instance, `Instance ${instance.id} is not in available state.`);
  const hasReplica = call.world.instances.some(({ replicaOf }) => replicaOf === instance.id);
  if (instance.replicaOf !== null || hasReplica) {
    throw new RdsError(
      "InvalidDBInstanceState",
      "Cannot stop or start a Read-Replica instance or its source",
    );
  }
  if (findText(call.parameters, "DBSnapshotIdentifier") !== undefined) {
    throw new RdsError("InvalidParameterCombination", "Stopping with a snapshot is not supported here.");
  }
  return startWork(call, "stopping", durationOf("stop", call), "DB instance stopped");
};

function mustBeAlone({ clusterId, engine }: Instance): void {
  if (clusterId === null) return;
  throw new RdsError(
    "InvalidParameterCombination",
    `${engine} DB instances are not eligible for stopping and starting.`,
  );
}

function startWork(
  call: ActionCall,
  kind: "starting" | "stopping",
  takes: number,
  message: string,
): ActionOutcome {
  const { id } = getNamedInstance(call);
  const busy = begin(call, getNamedInstance(call), { kind, takes, failsAs: "incompatible-network" });
  const done: RdsEvent = {
    sourceType: "db-instance",
    sourceId: id,
    message,
    categories: ["notification"],
    at: call.now + takes,
  };
  const world = addEvents(busy, call.now, call.ending === "good" ? [done] : []);
  return { world, result: { DBInstance: instanceXml(world, getInstance(world, id), call.now) } };
}
