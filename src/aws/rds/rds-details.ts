import {
  type DBInstance,
  DBInstanceNotFoundFault,
  DescribeDBInstancesCommand,
  type DescribeDBInstancesCommandOutput,
  type PendingMaintenanceAction,
  paginateDescribeDBInstances,
  paginateDescribeDBSnapshots,
  paginateDescribePendingMaintenanceActions,
} from "@aws-sdk/client-rds";
import type {
  MaintenanceAction,
  RdsDetails,
  ReplicaDetails,
  SnapshotAge,
} from "../../app/ports/rds-details.ts";
import { answerOf } from "../answer-of.ts";
import { fromDbInstance } from "./from-rds.ts";
import type { RdsClients } from "./rds-clients.ts";

/** What RDS tells about databases wherever they are. */
export function makeRdsDetails(clients: Pick<RdsClients, "reader">): RdsDetails {
  return {
    findInstance: async (place, instanceId) => {
      const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: instanceId });
      const answer = await unlessMissing(clients.reader(place).send(command));
      const instance = answer?.DBInstances?.find((found) => found.DBInstanceIdentifier === instanceId);
      return instance && { ...fromDbInstance(instance), latestRestorableTime: instance.LatestRestorableTime };
    },
    listReplicas: async (place, replicaIds) => {
      if (replicaIds.length === 0) return [];
      const pages = paginateDescribeDBInstances(
        { client: clients.reader(place) },
        { Filters: [{ Name: "db-instance-id", Values: [...replicaIds] }] },
      );
      const found = await answerOf(
        "RDS DescribeDBInstances",
        allOf(pages, ({ DBInstances }) => DBInstances),
      );
      return found.map(toReplica);
    },
    findNewestSnapshot: async (place, resourceId) => {
      const pages = paginateDescribeDBSnapshots(
        { client: clients.reader(place) },
        { DbiResourceId: resourceId },
      );
      const found = await answerOf(
        "RDS DescribeDBSnapshots",
        allOf(pages, ({ DBSnapshots }) => DBSnapshots),
      );
      const ages = found.flatMap(
        ({ Status, SnapshotCreateTime: createdAt, SnapshotType: type }): SnapshotAge[] =>
          Status === "available" && createdAt ? [{ createdAt, type: type ?? "unknown" }] : [],
      );
      return ages.toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime())[0];
    },
    listMaintenance: async (place, instanceId) => {
      const pages = paginateDescribePendingMaintenanceActions(
        { client: clients.reader(place) },
        { Filters: [{ Name: "db-instance-id", Values: [instanceId] }] },
      );
      const found = await answerOf(
        "RDS DescribePendingMaintenanceActions",
        allOf(pages, ({ PendingMaintenanceActions }) => PendingMaintenanceActions),
      );
      return found.flatMap(({ PendingMaintenanceActionDetails = [] }) =>
        PendingMaintenanceActionDetails.map(toMaintenanceAction),
      );
    },
  };
}

async function allOf<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}

async function unlessMissing(
  sent: Promise<DescribeDBInstancesCommandOutput>,
): Promise<DescribeDBInstancesCommandOutput | undefined> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof DBInstanceNotFoundFault) return undefined;
    return answerOf("RDS DescribeDBInstances", Promise.reject(error));
  }
}

function toReplica({ DBInstanceIdentifier, DBInstanceStatus, StatusInfos }: DBInstance): ReplicaDetails {
  const replication = StatusInfos?.find(({ StatusType }) => StatusType === "read replication");
  return {
    id: DBInstanceIdentifier ?? "",
    status: DBInstanceStatus ?? "unknown",
    replication: replication?.Status,
  };
}

/** `CurrentApplyDate` is when it will happen, whether by somebody's wish, by the window or by force; before that is set, the others tell. */
function toMaintenanceAction(one: PendingMaintenanceAction): MaintenanceAction {
  const { Action, Description, CurrentApplyDate, ForcedApplyDate, AutoAppliedAfterDate } = one;
  return {
    action: Action ?? "unknown",
    description: Description ?? "",
    dueAt: CurrentApplyDate ?? ForcedApplyDate ?? AutoAppliedAfterDate,
  };
}
