import { findText, getText } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import {
  addEvents,
  type Cluster,
  clusterStatus,
  type Instance,
  instanceStatus,
  type RdsEvent,
} from "../world.ts";
import { type Action, type ActionCall, durationOf, getCluster, identifierFrom } from "./action.ts";
import { clusterXml } from "./cluster-xml.ts";

export const failoverDbCluster: Action = (call) => {
  const { parameters, world, now } = call;
  const cluster = getCluster(world, identifierFrom(getText(parameters, "DBClusterIdentifier"), "cluster"));
  if (clusterStatus(cluster) !== "available") {
    throw new RdsError("InvalidDBClusterStateFault", `DB cluster ${cluster.id} is not in available state.`);
  }
  const writer = nextWriter(call, cluster);
  if (instanceStatus(writer) !== "available") {
    throw new RdsError("InvalidDBInstanceState", `DB instance ${writer.id} is not in available state.`);
  }

  const takes = durationOf("failover", call);
  const failover = {
    writer: call.ending === "failed" ? cluster.writer : writer.id,
    endsAt: call.ending === "stuck" ? null : now + takes,
  };
  const failing: Cluster = { ...cluster, failover };
  const clusters = world.clusters.map((other) => (other.id === cluster.id ? failing : other));
  const next = addEvents({ ...world, clusters }, now, failoverEvents(call, cluster.id, writer.id, takes));
  return { world: next, result: { DBCluster: clusterXml(next, failing) } };
};

/** The reader that is asked for, or the first one. */
function nextWriter({ parameters, world }: ActionCall, cluster: Cluster): Instance {
  const target = findText(parameters, "TargetDBInstanceIdentifier")?.toLowerCase();
  const reader = world.instances.find(
    ({ id, clusterId }) =>
      clusterId === cluster.id && id !== cluster.writer && (target === undefined || id === target),
  );
  if (reader !== undefined) return reader;
  throw new RdsError(
    "InvalidDBClusterStateFault",
    `DB cluster ${cluster.id} does not have an instance to fail over to.`,
  );
}

function failoverEvents(
  { now, ending }: ActionCall,
  sourceId: string,
  writer: string,
  takes: number,
): readonly RdsEvent[] {
  const event = { sourceType: "db-cluster", sourceId, categories: ["failover"] } as const;
  const started = { ...event, message: `Started cross AZ failover to DB instance: ${writer}`, at: now };
  switch (ending) {
    case "stuck":
      return [started];
    case "failed": {
      const message = "Cluster failover failed, check the health of your cluster instances and try again.";
      return [started, { ...event, message, at: now + takes }];
    }
    case "good":
      return [
        started,
        { ...event, message: `Completed failover to DB instance: ${writer}`, at: now + takes },
      ];
  }
}
