import type { InstanceIdentity } from "../../core/intent.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { InstanceDetails, RdsDetails } from "../ports/rds-details.ts";
import { withinTime } from "../within-time.ts";
import { type PreflightReadings, type Reading, unread } from "./reading.ts";

/** The sources, as people call them. */
export const sourceNames = {
  instance: "RDS (instance)",
  replicas: "RDS (replicas)",
  snapshot: "RDS (snapshots)",
  maintenance: "RDS (maintenance)",
  metrics: "CloudWatch",
} as const satisfies Record<keyof PreflightReadings, string>;

export interface PreflightSources {
  readonly rdsDetails: RdsDetails;
  readonly metrics: Metrics;
  /** How long each source may take; two of them wait for the instance's answer first. */
  readonly sourceMilliseconds: number;
  /** Told of each source that did not answer; the others go on. */
  readonly onUnread: (source: string, error: unknown) => void;
}

/** Asks every source about an instance, each with its own time limit. What fails or hangs is missing, and never thrown. */
export async function readSources(
  { rdsDetails, metrics, sourceMilliseconds, onUnread }: PreflightSources,
  { id, resourceId, ...place }: InstanceIdentity,
  now: Date,
): Promise<PreflightReadings> {
  const instance = ask("instance", () => rdsDetails.findInstance(place, id));
  const [replicas, snapshot, maintenance, measured] = await Promise.all([
    instance.then((read) => {
      const replicaIds = replicaIdsOf(read);
      if (replicaIds.length === 0) return { isRead: true, value: [] } as const;
      return ask("replicas", () => rdsDetails.listReplicas(place, replicaIds));
    }),
    ask("snapshot", () => rdsDetails.findNewestSnapshot(place, resourceId)),
    ask("maintenance", () => rdsDetails.listMaintenance(place, id)),
    instance.then((read) => {
      const isReplica = read.isRead && read.value?.replicaOf !== undefined;
      const replicaIds = isReplica ? [id, ...replicaIdsOf(read)] : replicaIdsOf(read);
      return ask("metrics", () => metrics.readHour(place, { instanceId: id, replicaIds }, now));
    }),
  ]);
  return { instance: await instance, replicas, snapshot, maintenance, metrics: measured };

  async function ask<Value>(
    source: keyof PreflightReadings,
    question: () => Promise<Value>,
  ): Promise<Reading<Value>> {
    try {
      return { isRead: true, value: await withinTime(sourceMilliseconds, question()) };
    } catch (error) {
      onUnread(sourceNames[source], error);
      return unread;
    }
  }
}

/** RDS names a replica in another region by its ARN; that one can be asked only there. */
function replicaIdsOf(read: Reading<InstanceDetails | undefined>): readonly string[] {
  const replicas = (read.isRead && read.value?.replicas) || [];
  return replicas.filter((replica) => !replica.startsWith("arn:"));
}
