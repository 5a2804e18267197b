import { z } from "zod";

export const account = "123456789012";
const region = "eu-central-1";

export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Where whoever has no session is. */
export const home: Place = { account, region };

const milliseconds = z.number().int();

const tagSchema = z.object({ key: z.string(), value: z.string() });

const maintenanceSchema = z.object({
  action: z.string(),
  description: z.string(),
  dueAt: milliseconds.nullable(),
});

const changesSchema = z.object({
  instanceClass: z.string().exactOptional(),
  allocatedStorage: z.number().exactOptional(),
  storageType: z.string().exactOptional(),
  iops: z.number().exactOptional(),
  multiAz: z.boolean().exactOptional(),
  engineVersion: z.string().exactOptional(),
  backupRetentionPeriod: z.number().exactOptional(),
  monitoringInterval: z.number().exactOptional(),
  parameterGroup: z.string().exactOptional(),
});

/** Something under way. It is over once the clock has passed `endsAt`; without one it never is. */
const activitySchema = z.object({
  kind: z.enum([
    "backing-up",
    "rebooting",
    "modifying",
    "upgrading",
    "configuring-enhanced-monitoring",
    "storage-optimization",
    "starting",
    "stopping",
  ]),
  endsAt: milliseconds.nullable(),
  changes: changesSchema,
  /** For how long the storage is optimised afterwards. */
  optimizesFor: milliseconds.exactOptional(),
  /** The status it ends in, when it is to fail. */
  failsAs: z.string().exactOptional(),
});

const instanceSchema = z.object({
  id: z.string(),
  resourceId: z.string(),
  instanceClass: z.string(),
  engine: z.string(),
  engineVersion: z.string(),
  multiAz: z.boolean(),
  availabilityZone: z.string(),
  secondaryAvailabilityZone: z.string(),
  allocatedStorage: z.number(),
  storageType: z.string(),
  iops: z.number(),
  backupWindow: z.string(),
  maintenanceWindow: z.string(),
  backupRetentionPeriod: z.number(),
  monitoringInterval: z.number(),
  deletionProtection: z.boolean(),
  parameterGroup: z.string(),
  parameterApplyStatus: z.enum(["in-sync", "pending-reboot"]),
  replicaOf: z.string().nullable(),
  clusterId: z.string().nullable().default(null),
  failedStatus: z.string().nullable().default(null),
  maintenance: z.array(maintenanceSchema).readonly().default([]),
  createdAt: milliseconds,
  stoppedAt: milliseconds.nullable(),
  pending: changesSchema,
  activity: activitySchema.nullable(),
  tags: z.array(tagSchema).readonly(),
});

const clusterSchema = z.object({
  id: z.string(),
  resourceId: z.string(),
  engine: z.string(),
  engineVersion: z.string(),
  /** The instance that takes writes; who else is in the cluster, the instances say. */
  writer: z.string(),
  failover: z.object({ writer: z.string(), endsAt: milliseconds.nullable() }).nullable(),
});

const snapshotSchema = z.object({
  id: z.string(),
  startedAt: milliseconds,
  takes: milliseconds,
  outcome: z.enum(["available", "failed", "stuck"]),
  tags: z.array(tagSchema).readonly(),
  /** The instance as it was when the snapshot was asked for. */
  instance: instanceSchema,
});

const eventSchema = z.object({
  sourceType: z.enum(["db-instance", "db-snapshot", "db-cluster"]),
  sourceId: z.string(),
  message: z.string(),
  categories: z.array(z.string()).readonly(),
  /** May lie ahead: an event is told of once the clock has passed it. */
  at: milliseconds,
});

export const worldSchema = z.object({
  version: z.literal(1),
  place: z.object({ account: z.string(), region: z.string() }).default(home),
  instances: z.array(instanceSchema).readonly(),
  clusters: z.array(clusterSchema).readonly().default([]),
  snapshots: z.array(snapshotSchema).readonly(),
  events: z.array(eventSchema).readonly(),
});

export type Changes = Readonly<z.infer<typeof changesSchema>>;
export type ActivityKind = z.infer<typeof activitySchema>["kind"];
export type Instance = Readonly<z.infer<typeof instanceSchema>>;
export type Cluster = Readonly<z.infer<typeof clusterSchema>>;
export type Snapshot = Readonly<z.infer<typeof snapshotSchema>>;
export type RdsEvent = Readonly<z.infer<typeof eventSchema>>;
/** Everything the stand-in knows. What is under way is told from the clock, so a restart changes nothing. */
export type World = Readonly<z.infer<typeof worldSchema>>;

export function arnOf(kind: "db" | "snapshot" | "cluster" | "pg", id: string, place = home): string {
  return `arn:aws:rds:${place.region}:${place.account}:${kind}:${id}`;
}

/** The same world with every activity ended whose time is over at `now` (ms). */
export function settle(world: World, now: number): World {
  return {
    ...world,
    instances: world.instances.map((instance) => settleInstance(instance, now)),
    clusters: world.clusters.map((cluster) => settleCluster(cluster, now)),
  };
}

function settleInstance(instance: Instance, now: number): Instance {
  const { activity } = instance;
  if (activity?.endsAt == null || activity.endsAt > now) return instance;
  const { kind, endsAt, changes, optimizesFor, failsAs } = activity;
  const ended = { ...instance, ...changes, activity: null, failedStatus: failsAs ?? null };
  const hasRestarted =
    ["rebooting", "starting", "upgrading"].includes(kind) || changes.instanceClass !== undefined;
  const settled: Instance = {
    ...ended,
    ...(hasRestarted && { parameterApplyStatus: "in-sync" as const }),
    ...(kind === "starting" && { stoppedAt: null }),
    ...(kind === "stopping" && { stoppedAt: endsAt }),
  };
  if (optimizesFor === undefined) return settled;
  const optimizing = { kind: "storage-optimization", endsAt: endsAt + optimizesFor, changes: {} } as const;
  return settleInstance({ ...settled, activity: optimizing }, now);
}

function settleCluster(cluster: Cluster, now: number): Cluster {
  const { failover } = cluster;
  if (failover?.endsAt == null || failover.endsAt > now) return cluster;
  return { ...cluster, writer: failover.writer, failover: null };
}

export function instanceStatus({ activity, failedStatus, stoppedAt }: Instance): string {
  return activity?.kind ?? failedStatus ?? (stoppedAt === null ? "available" : "stopped");
}

export function clusterStatus({ failover }: Cluster): string {
  return failover === null ? "available" : "failing-over";
}

/** How far a snapshot is at `now` (ms): RDS's status and per cent. One that fails or sticks stays below half. */
export function snapshotProgress(snapshot: Snapshot, now: number) {
  const elapsed = Math.floor((100 * (now - snapshot.startedAt)) / snapshot.takes);
  const percent = Math.min(Math.max(elapsed, 0), snapshot.outcome === "available" ? 100 : 45);
  const over = now >= snapshot.startedAt + snapshot.takes && snapshot.outcome !== "stuck";
  return { status: over ? snapshot.outcome : "creating", percent } as const;
}

export function replaceInstance(world: World, instance: Instance): World {
  return {
    ...world,
    instances: world.instances.map((other) => (other.id === instance.id ? instance : other)),
  };
}

const eventsKeptFor = 14 * 24 * 60 * 60 * 1000;

/** RDS keeps events for 14 days. */
export function addEvents(world: World, now: number, events: readonly RdsEvent[]): World {
  const kept = world.events.filter(({ at }) => at > now - eventsKeptFor);
  return { ...world, events: [...kept, ...events] };
}
