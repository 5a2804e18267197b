import type { Action } from "./action.ts";
import { createDbSnapshot } from "./create-db-snapshot.ts";
import { deleteDbSnapshot } from "./delete-db-snapshot.ts";
import { describeDbClusters } from "./describe-db-clusters.ts";
import { describeDbInstances } from "./describe-db-instances.ts";
import { describeDbSnapshots } from "./describe-db-snapshots.ts";
import { describeEvents } from "./describe-events.ts";
import { describePendingMaintenanceActions } from "./describe-pending-maintenance-actions.ts";
import { failoverDbCluster } from "./failover-db-cluster.ts";
import { listTagsForResource } from "./list-tags-for-resource.ts";
import { modifyDbInstance } from "./modify-db-instance.ts";
import { rebootDbInstance } from "./reboot-db-instance.ts";
import { startDbInstance, stopDbInstance } from "./start-and-stop.ts";

/** Every action spoken here, by its name on the wire. */
export const actions: ReadonlyMap<string, Action> = new Map([
  ["CreateDBSnapshot", createDbSnapshot],
  ["DeleteDBSnapshot", deleteDbSnapshot],
  ["DescribeDBClusters", describeDbClusters],
  ["DescribeDBInstances", describeDbInstances],
  ["DescribeDBSnapshots", describeDbSnapshots],
  ["DescribeEvents", describeEvents],
  ["DescribePendingMaintenanceActions", describePendingMaintenanceActions],
  ["FailoverDBCluster", failoverDbCluster],
  ["ListTagsForResource", listTagsForResource],
  ["ModifyDBInstance", modifyDbInstance],
  ["RebootDBInstance", rebootDbInstance],
  ["StartDBInstance", startDbInstance],
  ["StopDBInstance", stopDbInstance],
]);
