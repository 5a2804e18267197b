import type { InstanceMetrics } from "../ports/metrics.ts";
import type {
  InstanceDetails,
  MaintenanceAction,
  ReplicaDetails,
  SnapshotAge,
} from "../ports/rds-details.ts";

/** What a source told, or that it did not. */
export type Reading<Value> = { readonly isRead: true; readonly value: Value } | { readonly isRead: false };

export const unread = { isRead: false } as const;

/** What every source of a pre-flight told, each on its own. */
export interface PreflightReadings {
  /** Nothing where there is no such instance any more. */
  readonly instance: Reading<InstanceDetails | undefined>;
  readonly replicas: Reading<readonly ReplicaDetails[]>;
  /** Nothing where there is no snapshot. */
  readonly snapshot: Reading<SnapshotAge | undefined>;
  readonly maintenance: Reading<readonly MaintenanceAction[]>;
  readonly metrics: Reading<InstanceMetrics>;
}

/** What takes the place of a fact whose source did not answer. */
export const unknownText = "unknown";
