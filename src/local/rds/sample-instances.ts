import { createHash } from "node:crypto";
import { familyOf } from "./parameter-groups.ts";
import { type Cluster, home, type Instance } from "./world.ts";

/** What must be said of an instance; the rest has defaults of a small single-zone PostgreSQL. */
export type InstanceSpec = Partial<Omit<Instance, "id">> & { readonly id: string };

export function makeInstance(spec: InstanceSpec, place = home): Instance {
  const engine = spec.engine ?? "postgres";
  const engineVersion = spec.engineVersion ?? (engine === "mysql" ? "8.0.39" : "16.4");
  return {
    resourceId: resourceIdOf(place === home ? spec.id : `${place.account}/${place.region}/${spec.id}`),
    instanceClass: "db.t4g.medium",
    multiAz: false,
    availabilityZone: `${place.region}a`,
    secondaryAvailabilityZone: `${place.region}b`,
    allocatedStorage: 100,
    storageType: "gp3",
    iops: 3000,
    backupWindow: "02:00-02:30",
    maintenanceWindow: "sun:03:30-sun:04:30",
    backupRetentionPeriod: 7,
    monitoringInterval: 0,
    deletionProtection: false,
    parameterGroup: `default.${familyOf(engine, engineVersion)}`,
    parameterApplyStatus: "in-sync",
    replicaOf: null,
    clusterId: null,
    failedStatus: null,
    maintenance: [],
    createdAt: Date.UTC(2024, 2, 12, 9, 30),
    stoppedAt: null,
    pending: {},
    activity: null,
    tags: [],
    ...spec,
    engine,
    engineVersion,
  };
}

/** The clusters that the instances say they are in; the first of each one's members is its writer. */
export function clustersOf(instances: readonly Instance[]): readonly Cluster[] {
  const ids = new Set(instances.flatMap(({ clusterId }) => clusterId ?? []));
  return [...ids].flatMap((id) => {
    const [writer] = instances.filter(({ clusterId }) => clusterId === id);
    if (writer === undefined) return [];
    const { engine, engineVersion } = writer;
    const resourceId = resourceIdOf(id).replace("db-", "cluster-");
    return [{ id, resourceId, engine, engineVersion, writer: writer.id, failover: null }];
  });
}

/** Looks like AWS's own: `db-` and 26 of A–Z and 2–7, the same for the same name. */
function resourceIdOf(id: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const digest = createHash("sha256").update(id).digest();
  return `db-${[...digest.subarray(0, 26)].map((byte) => alphabet.charAt(byte % 32)).join("")}`;
}

function environment(value: string, team: string) {
  return [
    { key: "Environment", value },
    { key: "Team", value: team },
  ];
}

const large = {
  instanceClass: "db.r6g.xlarge",
  allocatedStorage: 500,
  iops: 12000,
  backupRetentionPeriod: 14,
  monitoringInterval: 60,
  deletionProtection: true,
};

const aurora = {
  engine: "aurora-postgresql",
  instanceClass: "db.r6g.large",
  allocatedStorage: 1,
  storageType: "aurora",
  iops: 0,
  clusterId: "prod-catalog",
  tags: environment("production", "catalog"),
};

/** Several environments, differently tagged or not at all, one of each situation worth showing. */
export const sampleInstances: readonly InstanceSpec[] = [
  {
    ...large,
    id: "prod-orders-01",
    multiAz: true,
    pending: { instanceClass: "db.r6g.2xlarge" },
    tags: environment("production", "orders"),
  },
  {
    ...large,
    id: "prod-orders-01-replica",
    availabilityZone: "eu-central-1c",
    backupRetentionPeriod: 0,
    replicaOf: "prod-orders-01",
    tags: environment("production", "orders"),
  },
  {
    ...large,
    id: "prod-payments-01",
    engine: "mysql",
    multiAz: true,
    parameterGroup: "payments-mysql80",
    parameterApplyStatus: "pending-reboot",
    maintenance: [
      { action: "system-update", description: "New Operating System update is available", dueAt: null },
    ],
    tags: environment("production", "payments"),
  },
  { id: "prod-reports-01", instanceClass: "db.m6g.large", tags: environment("production", "reporting") },
  { id: "staging-orders-01", instanceClass: "db.r6g.large", tags: environment("staging", "orders") },
  { id: "staging-payments-01", engine: "mysql", tags: [{ key: "env", value: "staging" }] },
  { id: "dev-postgres-01", backupRetentionPeriod: 1, tags: environment("development", "platform") },
  {
    id: "dev-mysql-01",
    engine: "mysql",
    engineVersion: "8.4.3",
    tags: environment("development", "platform"),
  },
  {
    id: "dev-sandbox-01",
    instanceClass: "db.t4g.micro",
    allocatedStorage: 20,
    stoppedAt: Date.UTC(2026, 0, 9, 18, 0),
    tags: environment("development", "platform"),
  },
  { id: "analytics-etl", instanceClass: "db.m6g.xlarge", tags: [{ key: "Stage", value: "prod" }] },
  { ...aurora, id: "prod-catalog-1" },
  { ...aurora, id: "prod-catalog-2", availabilityZone: "eu-central-1b" },
  { id: "legacy-crm", engine: "mysql", backupRetentionPeriod: 3 },
];
