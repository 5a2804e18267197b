import type { InstanceIdentity } from "../core/intent.ts";
import type { Result } from "../core/result.ts";

/** An instance as RDS shows it now. */
export interface RdsInstance extends InstanceIdentity {
  readonly status: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly instanceClass: string;
  readonly isMultiAz: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface RdsSnapshot {
  readonly id: string;
  readonly arn: string;
  readonly status: string;
  /** 0 to 100. */
  readonly percent: number;
  readonly createdAt: Date | undefined;
  readonly tags: Readonly<Record<string, string>>;
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
  | { readonly action: "RebootDBInstance"; readonly instanceId: string; readonly forceFailover: boolean };

/** RDS said no, and so nothing has changed. The code is the API's own, without `Fault`. */
export interface RdsRejection {
  readonly code: string;
  readonly message: string;
}

/** Where a call goes. */
export type RdsPlace = Pick<InstanceIdentity, "account" | "region">;

export interface RdsReader {
  findInstance(place: RdsPlace, instanceId: string): Promise<RdsInstance | undefined>;
  findSnapshot(place: RdsPlace, snapshotId: string): Promise<RdsSnapshot | undefined>;
  /** The instance's events since a moment, the oldest first; RDS keeps 14 days of them. */
  listEvents(place: RdsPlace, instanceId: string, since: Date): Promise<readonly RdsEvent[]>;
}

export interface RdsGateway extends RdsReader {
  /** Sends the command at most once. Throws a `GatewayError` when nobody can say whether it was carried out. */
  call(place: RdsPlace, command: RdsCommand): Promise<Result<void, RdsRejection>>;
  /** Every instance of the account and region that the tool runs in. */
  listInstances(): AsyncIterable<RdsInstance>;
}
