import type { RdsPlace } from "../../operations/frame/rds-gateway.ts";

/** What was measured, the oldest first, one value a minute; empty where nothing was. */
export type Series = readonly { readonly at: Date; readonly value: number }[];

/** A series is missing where it could not be read. */
export interface InstanceMetrics {
  readonly connections: Series | undefined;
  /** Per cent. */
  readonly cpu: Series | undefined;
  /** Seconds by instance, for those that were asked for. RDS measures -1 where nothing is replicated. */
  readonly replicaLag: ReadonlyMap<string, Series | undefined>;
}

export interface Metrics {
  /** The hour before a moment, of an instance and of the replicas that are named. */
  readHour(
    place: RdsPlace,
    instance: { readonly instanceId: string; readonly replicaIds: readonly string[] },
    until: Date,
  ): Promise<InstanceMetrics>;
}
