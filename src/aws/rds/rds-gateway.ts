import {
  DBClusterNotFoundFault,
  DBInstanceNotFoundFault,
  DBSnapshotNotFoundFault,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  paginateDescribeDBInstances,
  paginateDescribeEvents,
  type SourceType,
} from "@aws-sdk/client-rds";
import { GatewayError } from "../../app/gateway-error.ts";
import { err, ok } from "../../core/result.ts";
import type { RdsEvent, RdsGateway, RdsInstance, RdsPlace } from "../../operations/frame/rds-gateway.ts";
import { answerOf } from "../answer-of.ts";
import { fromDbCluster, fromDbInstance, fromDbSnapshot, fromEvent } from "./from-rds.ts";
import type { RdsClients } from "./rds-clients.ts";
import { findRejection } from "./rds-rejection.ts";
import { sendCommand } from "./send-command.ts";

/** RDS in every account and region that the clients have the rights for. */
export function makeRdsGateway(clients: RdsClients, now: () => Date = () => new Date()): RdsGateway {
  return {
    findInstance: async (place, instanceId) => {
      const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: instanceId });
      const sent = clients.reader(place).send(command);
      const answer = await unlessMissing(DBInstanceNotFoundFault, "DescribeDBInstances", sent);
      // An empty id would ask for all of them.
      const instance = answer?.DBInstances?.find((found) => found.DBInstanceIdentifier === instanceId);
      return instance && fromDbInstance(instance);
    },
    findSnapshot: async (place, snapshotId) => {
      const command = new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: snapshotId });
      const sent = clients.reader(place).send(command);
      const answer = await unlessMissing(DBSnapshotNotFoundFault, "DescribeDBSnapshots", sent);
      const snapshot = answer?.DBSnapshots?.find((found) => found.DBSnapshotIdentifier === snapshotId);
      return snapshot && fromDbSnapshot(snapshot);
    },
    findCluster: async (place, clusterId) => {
      const command = new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId });
      const sent = clients.reader(place).send(command);
      const answer = await unlessMissing(DBClusterNotFoundFault, "DescribeDBClusters", sent);
      const cluster = answer?.DBClusters?.find((found) => found.DBClusterIdentifier === clusterId);
      return cluster && fromDbCluster(cluster);
    },
    listEvents: (place, instanceId, since) =>
      answerOf("RDS DescribeEvents", listEvents(place, "db-instance", instanceId, since)),
    listClusterEvents: (place, clusterId, since) =>
      answerOf("RDS DescribeEvents", listEvents(place, "db-cluster", clusterId, since)),
    call: async (place, command, carriedBy) => {
      const caller = await clients.caller(place, command, carriedBy);
      if (!caller.ok) return caller;
      try {
        await sendCommand(caller.value, command);
        return ok(undefined);
      } catch (cause) {
        const rejection = findRejection(cause, command);
        if (rejection) return err(rejection);
        throw new GatewayError(`Nobody can say whether RDS carried out ${command.action}`, { cause });
      }
    },
    listInstances,
  };

  async function listEvents(
    place: RdsPlace,
    source: SourceType,
    id: string,
    since: Date,
  ): Promise<readonly RdsEvent[]> {
    const until = now();
    if (since >= until) return [];
    const events: RdsEvent[] = [];
    const pages = paginateDescribeEvents(
      { client: clients.reader(place) },
      {
        SourceType: source,
        SourceIdentifier: id,
        StartTime: withinRetention(since, until),
        // Without an end RDS may give the first hour only.
        EndTime: until,
      },
    );
    for await (const { Events = [] } of pages) events.push(...Events.flatMap(fromEvent));
    return events.toSorted((one, other) => one.at.getTime() - other.at.getTime());
  }

  async function* listInstances(place?: RdsPlace): AsyncIterable<RdsInstance> {
    const pages = paginateDescribeDBInstances({ client: clients.reader(place) }, {})[Symbol.asyncIterator]();
    for (;;) {
      const page = await answerOf("RDS DescribeDBInstances", pages.next());
      if (page.done) return;
      yield* (page.value.DBInstances ?? []).map(fromDbInstance);
    }
  }
}

async function unlessMissing<Answer>(
  Missing: typeof DBInstanceNotFoundFault | typeof DBSnapshotNotFoundFault | typeof DBClusterNotFoundFault,
  call: string,
  sent: Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof Missing) return undefined;
    return answerOf(`RDS ${call}`, Promise.reject(error));
  }
}

const almostFourteenDays = 14 * 86_400_000 - 60_000;

/** RDS refuses to be asked for events of earlier days than it keeps. */
function withinRetention(since: Date, now: Date): Date {
  return new Date(Math.max(since.getTime(), now.getTime() - almostFourteenDays));
}
