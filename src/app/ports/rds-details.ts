import type { RdsInstance, RdsPlace } from "../../operations/frame/rds-gateway.ts";

/** An instance with what only its approvers are told. */
export interface InstanceDetails extends RdsInstance {
  /** Nothing without backups, and for the members of a cluster, which has it for all of them. */
  readonly latestRestorableTime: Date | undefined;
}

export interface ReplicaDetails {
  readonly id: string;
  readonly status: string;
  /** `replicating`, `stopped`, `error` ...; nothing where RDS does not say. */
  readonly replication: string | undefined;
}

export interface SnapshotAge {
  readonly createdAt: Date;
  /** `automated`, `manual` or `awsbackup`. */
  readonly type: string;
}

/** Something that AWS wants to do to an instance, or to be allowed to do. */
export interface MaintenanceAction {
  /** `system-update`, `db-upgrade` ... */
  readonly action: string;
  readonly description: string;
  /** When AWS does it, as far as that is set. */
  readonly dueAt: Date | undefined;
}

/** What RDS tells about a database beyond what an operation needs; each question stands alone. */
export interface RdsDetails {
  findInstance(place: RdsPlace, instanceId: string): Promise<InstanceDetails | undefined>;
  /** Those of the named replicas that are in this place. */
  listReplicas(place: RdsPlace, replicaIds: readonly string[]): Promise<readonly ReplicaDetails[]>;
  /** The newest available snapshot of the instance with this `DbiResourceId`, whoever made it. */
  findNewestSnapshot(place: RdsPlace, resourceId: string): Promise<SnapshotAge | undefined>;
  listMaintenance(place: RdsPlace, instanceId: string): Promise<readonly MaintenanceAction[]>;
}
