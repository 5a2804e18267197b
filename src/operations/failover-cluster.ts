import { z } from "zod";
import { momentText } from "../core/texts.ts";
import { defineOperation } from "./frame/define-operation.ts";
import { instanceFact } from "./frame/instance-state.ts";

/** RDS-EVENT-0069 and 0070: no reader could take over, and the old writer is the writer again. */
const failures = ["Cluster failover failed", "Promoting previous primary again"] as const;

export const failoverCluster = defineOperation({
  name: "failover_cluster",
  shortName: "failover",
  label: "Fail over a cluster",
  fields: [],
  /** The cluster is the instance's; whoever names it names that one. */
  parameters: z.strictObject({ cluster_id: z.string().trim().toLowerCase().exactOptional() }),
  risk: { production: "high", elsewhere: "medium" },
  isToldLate: true,
  safetySnapshot: "useless",

  complete: (given, { clusterId }) => ({
    ...(clusterId !== undefined && { cluster_id: clusterId }),
    ...given,
  }),

  check: ({ cluster_id }, { id, clusterId }) => {
    if (clusterId === undefined) return [{ parameter: "instance", message: `${id} is in no cluster` }];
    return cluster_id === clusterId
      ? []
      : [{ parameter: "cluster_id", message: `${id} is in the cluster ${clusterId}` }];
  },

  describe: ({ cluster_id = "" }, instance) => ({
    title: `Fail over the cluster ${cluster_id}`,
    effect:
      "Makes one of the cluster's readers its writer; the writer of now restarts as a reader. Connections to both drop. RDS chooses the reader.",
    facts: [instanceFact(instance), { label: "Cluster", value: cluster_id }],
  }),

  outage: () => ({
    kind: "seconds",
    text: "connections drop while a reader becomes the writer",
    source:
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
  }),

  obstacle: async (rds, { cluster_id = "" }, { place, instanceId }) => {
    const cluster = await rds.findCluster(place, cluster_id);
    if (!cluster?.members.some((member) => member.instanceId === instanceId)) {
      return `${instanceId} is no longer in a cluster ${cluster_id}. Nothing was changed.`;
    }
    return cluster.members.some(({ isWriter }) => !isWriter)
      ? undefined
      : `The cluster ${cluster_id} has no reader to fail over to. Nothing was changed. Add one, then ask again.`;
  },

  command: ({ cluster_id = "" }) => ({ action: "FailoverDBCluster", clusterId: cluster_id }),

  started: ({ cluster_id = "" }) => `RDS is failing over ${cluster_id}.`,

  observe: async (rds, { cluster_id = "" }, { place, claimedAt }) => {
    const cluster = await rds.findCluster(place, cluster_id);
    if (!cluster)
      return {
        kind: "failed",
        guidance: `The cluster ${cluster_id} is no longer there. Check who deleted it.`,
      };
    const events = await rds.listClusterEvents(place, cluster_id, claimedAt);
    // DescribeEvents gives no event id (RDS-EVENT-0069 to 0073 are meant), so their category and wording have to do.
    const last = events.findLast(({ categories }) => categories.includes("failover"));
    if (last && failures.some((words) => last.message.startsWith(words))) {
      return { kind: "failed", guidance: `${last.message} Look at the cluster's events, then ask again.` };
    }
    if (cluster.status === "failing-over" || last?.message.startsWith("Started")) {
      return { kind: "in-progress", text: "cluster failing over" };
    }
    if (!last?.message.startsWith("Completed failover")) return { kind: "absent" };
    const writer = cluster.members.find(({ isWriter }) => isWriter)?.instanceId ?? "unknown";
    return {
      kind: "done",
      facts: [
        { label: "Verified writer", value: writer },
        { label: "Failed over", value: momentText(last.at) },
      ],
      details: { writer, failed_over_at: last.at.toISOString() },
    };
  },
});
