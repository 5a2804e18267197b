import type { InstanceIdentity } from "../../core/intent.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import type { Result } from "../../core/result.ts";

/** What can be set on an instance, in RDS's own units. */
export interface InstanceSettings {
  readonly instanceClass: string;
  readonly engineVersion: string;
  readonly isMultiAz: boolean;
  readonly storageType: string;
  readonly allocatedStorageGib: number;
  /** Provisioned operations a second; nothing where the storage type has none. */
  readonly iops: number | undefined;
  readonly backupRetentionDays: number;
  /** `HH:MM-HH:MM` in UTC. */
  readonly backupWindow: string;
  /** `ddd:HH:MM-ddd:HH:MM` in UTC. */
  readonly maintenanceWindow: string;
  /** 0 when enhanced monitoring is off. */
  readonly monitoringIntervalSeconds: number;
  readonly parameterGroup: string;
  readonly hasDeletionProtection: boolean;
}

/** Some of the settings; the others are not spoken of. */
export type SomeSettings = { readonly [Key in keyof InstanceSettings]?: InstanceSettings[Key] | undefined };

/** An instance as RDS shows it now. */
export interface RdsInstance extends InstanceIdentity, InstanceSettings {
  readonly status: string;
  readonly engine: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The Aurora or Multi-AZ cluster that it belongs to. */
  readonly clusterId: string | undefined;
  readonly replicas: readonly string[];
  readonly replicaOf: string | undefined;
  /** Modifications that wait for the maintenance window or for somebody to apply them. */
  readonly pending: SomeSettings;
  /** Whether static parameters wait for the next reboot. */
  readonly hasPendingParameters: boolean;
}

export interface RdsSnapshot {
  readonly id: string;
  readonly arn: string;
  /** `manual` for one that somebody made; RDS and AWS Backup look after their own. */
  readonly type: string;
  /** `DbiResourceId` of the instance that it is of. */
  readonly resourceId: string | undefined;
  readonly status: string;
  /** 0 to 100. */
  readonly percent: number;
  readonly createdAt: Date | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** An Aurora or Multi-AZ cluster. */
export interface RdsCluster {
  readonly id: string;
  readonly status: string;
  readonly members: readonly { readonly instanceId: string; readonly isWriter: boolean }[];
}

export interface RdsEvent {
  readonly at: Date;
  readonly message: string;
  readonly categories: readonly string[];
}

/** A change to make, as data: the name and fields are those of the RDS API. */
export type RdsCommand =
  | {
      readonly action: "CreateDBSnapshot";
      readonly snapshotId: string;
      readonly instanceId: string;
      readonly tags: Readonly<Record<string, string>>;
    }
  | { readonly action: "RebootDBInstance"; readonly instanceId: string; readonly forceFailover: boolean }
  | {
      readonly action: "ModifyDBInstance";
      readonly instanceId: string;
      readonly settings: SomeSettings;
      /** Otherwise in the maintenance window. With it, whatever is pending is applied too. */
      readonly applyImmediately: boolean;
      readonly allowMajorVersionUpgrade?: boolean;
      /** Lets enhanced monitoring write its metrics; to be given whenever it is turned on. */
      readonly monitoringRoleArn?: string;
    }
  | { readonly action: "StartDBInstance" | "StopDBInstance"; readonly instanceId: string }
  | { readonly action: "DeleteDBSnapshot"; readonly snapshotId: string }
  | { readonly action: "FailoverDBCluster"; readonly clusterId: string };

/** RDS said no, and so nothing has changed. The code is the API's own, without `Fault`. */
export interface RdsRejection {
  readonly code: string;
  readonly message: string;
}

/** Where a call goes. */
export type RdsPlace = Pick<InstanceIdentity, "account" | "region">;

/** The request that a change carries out, and the environment that it was decided for. */
export type Carrier = Pick<ApprovalRequest, "id" | "environment">;

export interface RdsReader {
  findInstance(place: RdsPlace, instanceId: string): Promise<RdsInstance | undefined>;
  findSnapshot(place: RdsPlace, snapshotId: string): Promise<RdsSnapshot | undefined>;
  findCluster(place: RdsPlace, clusterId: string): Promise<RdsCluster | undefined>;
  /** The instance's events since a moment, the oldest first; RDS keeps 14 days of them. */
  listEvents(place: RdsPlace, instanceId: string, since: Date): Promise<readonly RdsEvent[]>;
  /** The same of a cluster, which has events of its own. */
  listClusterEvents(place: RdsPlace, clusterId: string, since: Date): Promise<readonly RdsEvent[]>;
}

export interface RdsGateway extends RdsReader {
  /**
   * Sends the command at most once, in the name of the request that it carries out. Throws a `GatewayError` when nobody can say
   * whether it was carried out.
   */
  call(place: RdsPlace, command: RdsCommand, carriedBy: Carrier): Promise<Result<void, RdsRejection>>;
  /** Every instance of an account and region; without one, of those that the tool runs in. */
  listInstances(place?: RdsPlace): AsyncIterable<RdsInstance>;
}
