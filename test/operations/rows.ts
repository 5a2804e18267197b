import type { JsonObject } from "../../src/core/json.ts";
import type { InstanceSpec } from "../../src/local/rds/sample-instances.ts";
import { requestId } from "./start-rds.ts";

/** What is asked for, the parameter that is refused, and why. */
type Refused = readonly [given: unknown, parameter: string, message: string];

export interface Row {
  readonly name: string;
  readonly shortName: string;
  readonly risk: readonly [production: string, elsewhere: string];
  readonly minutes?: number;
  /** The sample instance to try it on. */
  readonly on: string;
  readonly given: unknown;
  /** What is approved. */
  readonly parameters: JsonObject;
  readonly refused: readonly Refused[];
  readonly title: string;
  readonly effect: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly outage: readonly [kind: string, page: string];
  /** What goes over the wire. */
  readonly sent: Readonly<Record<string, string>>;
  /** What RDS shows while it works; nothing where it is done with the call. */
  readonly atWork?: string;
  readonly done: readonly (readonly [label: string, value: string | RegExp])[];
  /** Whether RDS can take it on and then not manage it, and what the reader is told. */
  readonly failure?: string;
  /** Instances other than the samples. */
  readonly instances?: readonly InstanceSpec[];
}

const noParameter = "this operation has no such parameter";
const userGuide = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide";

export const rows: readonly Row[] = [
  {
    name: "create_snapshot",
    shortName: "snapshot",
    risk: ["medium", "low"],
    on: "dev-postgres-01",
    given: { snapshot_id: "Before-Migration", tags: "ticket=DB-7, note=a=b c" },
    parameters: { snapshot_id: "before-migration", tags: { ticket: "DB-7", note: "a=b c" } },
    refused: [
      [{ snapshot_id: "1st" }, "snapshot_id", "start with a letter; then letters, digits and single hyphens"],
      [{ tags: "ticket" }, "tags", '"ticket" needs a key: write key=value'],
      [{ size: 1 }, "size", noParameter],
    ],
    title: "Create a snapshot of dev-postgres-01",
    effect: "can pause for a few seconds",
    facts: [
      ["Snapshot id", "before-migration"],
      ["Tags", "ticket=DB-7, note=a=b c"],
      ["Outage", "seconds: input and output can pause briefly"],
    ],
    outage: ["seconds", `${userGuide}/USER_CreateSnapshot.html`],
    sent: {
      Action: "CreateDBSnapshot",
      DBSnapshotIdentifier: "before-migration",
      DBInstanceIdentifier: "dev-postgres-01",
      "Tags.Tag.1.Key": "countersign:request-id",
      "Tags.Tag.1.Value": requestId,
      "Tags.Tag.2.Key": "ticket",
      "Tags.Tag.2.Value": "DB-7",
      "Tags.Tag.3.Key": "note",
      "Tags.Tag.3.Value": "a=b c",
    },
    atWork: "snapshot creating",
    done: [
      ["Snapshot", "before-migration"],
      ["ARN", "arn:aws:rds:eu-central-1:123456789012:snapshot:before-migration"],
      ["Created", /UTC$/],
    ],
    failure: "RDS marked the snapshot before-migration as failed",
  },
  {
    name: "reboot_instance",
    shortName: "reboot",
    risk: ["high", "medium"],
    on: "prod-payments-01",
    given: { force_failover: "Yes" },
    parameters: { force_failover: true },
    refused: [
      [{ force_failover: "maybe" }, "force_failover", "say yes or no"],
      [{ now: true }, "now", noParameter],
    ],
    title: "Reboot with failover prod-payments-01",
    effect: "Moves to the standby",
    facts: [
      ["Failover", "yes"],
      ["Outage", "minutes: connections drop while it fails over"],
      ["Also applied", "pending parameters of payments-mysql80"],
    ],
    outage: ["minutes", `${userGuide}/USER_RebootInstance.html`],
    sent: {
      Action: "RebootDBInstance",
      DBInstanceIdentifier: "prod-payments-01",
      ForceFailover: "true",
    },
    atWork: "instance rebooting",
    done: [["Restarted", /UTC$/]],
    failure: 'prod-payments-01 is now "incompatible-parameters"',
  },
  {
    name: "start_instance",
    shortName: "start",
    risk: ["medium", "low"],
    minutes: 45,
    on: "dev-sandbox-01",
    given: {},
    parameters: {},
    refused: [[{ now: true }, "now", noParameter]],
    title: "Start dev-sandbox-01",
    effect: "Starts the stopped database",
    facts: [["Outage", "none: it is stopped until then"]],
    outage: ["none", `${userGuide}/USER_StartInstance.html`],
    sent: { Action: "StartDBInstance", DBInstanceIdentifier: "dev-sandbox-01" },
    atWork: "instance starting",
    done: [["Verified status", "available"]],
    failure: 'dev-sandbox-01 is now "incompatible-network"',
  },
  {
    name: "stop_instance",
    shortName: "stop",
    risk: ["high", "medium"],
    minutes: 45,
    on: "dev-postgres-01",
    given: {},
    parameters: {},
    refused: [[{ now: true }, "now", noParameter]],
    title: "Stop dev-postgres-01",
    effect: "After 7 days RDS starts it again by itself",
    facts: [
      ["Starts again", "by itself after 7 days, or when asked to"],
      ["Outage", "until it is started again: all connections drop and none can be made"],
    ],
    outage: ["until-started", `${userGuide}/USER_StopInstance.html`],
    sent: { Action: "StopDBInstance", DBInstanceIdentifier: "dev-postgres-01" },
    atWork: "instance stopping",
    done: [
      ["Verified status", "stopped"],
      ["Starts again", "by itself after 7 days, or when asked to"],
    ],
  },
  {
    name: "failover_cluster",
    shortName: "failover",
    risk: ["high", "medium"],
    on: "prod-catalog-1",
    given: {},
    parameters: { cluster_id: "prod-catalog" },
    refused: [
      [{ cluster_id: "another" }, "cluster_id", "prod-catalog-1 is in the cluster prod-catalog"],
      [{ target: "x" }, "target", noParameter],
    ],
    title: "Fail over the cluster prod-catalog",
    effect: "Makes one of the cluster's readers its writer",
    facts: [
      ["Cluster", "prod-catalog"],
      ["Outage", "seconds: connections drop while a reader becomes the writer"],
    ],
    outage: [
      "seconds",
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
    ],
    sent: { Action: "FailoverDBCluster", DBClusterIdentifier: "prod-catalog" },
    atWork: "cluster failing over",
    done: [
      ["Verified writer", "prod-catalog-2"],
      ["Failed over", /UTC$/],
    ],
    failure: "Cluster failover failed, check the health of your cluster instances",
  },
];
