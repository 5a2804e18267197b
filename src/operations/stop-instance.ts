import { z } from "zod";
import { defineOperation } from "./frame/define-operation.ts";
import { instanceFact } from "./frame/instance-state.ts";
import { failedStatusGuidance, goneGuidance, isFailedStatus } from "./frame/instance-status.ts";

export const stopInstance = defineOperation({
  name: "stop_instance",
  shortName: "stop",
  label: "Stop an instance",
  fields: [],
  parameters: z.strictObject({}),
  risk: { production: "high", elsewhere: "medium" },
  patienceSeconds: 45 * 60,
  safetySnapshot: "useless",

  check: (_parameters, { id, status, clusterId, engine, isMultiAz, replicas, replicaOf }) => {
    const issue = (message: string) => [{ parameter: "instance", message }];
    if (clusterId) return issue(`${id} stops with its cluster ${clusterId}, not alone`);
    if (replicaOf) return issue(`${id} is a read replica of ${replicaOf}, and RDS stops none`);
    if (replicas.length > 0)
      return issue(`${id} has read replicas (${replicas.join(", ")}): RDS does not stop it`);
    if (engine.startsWith("sqlserver") && isMultiAz) return issue("RDS stops no Multi-AZ SQL Server");
    return status === "stopped" ? issue(`${id} is stopped already`) : [];
  },

  describe: (_parameters, instance) => ({
    title: `Stop ${instance.id}`,
    effect:
      "Shuts the database down; only its storage and backups are still paid for. After 7 days RDS starts it again by itself.",
    facts: [
      instanceFact(instance),
      { label: "Starts again", value: "by itself after 7 days, or when asked to" },
    ],
  }),

  outage: () => ({
    kind: "until-started",
    text: "all connections drop and none can be made",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html",
  }),

  cost: () => ({ kind: "billed", settings: {}, isStopped: true }),

  command: (_parameters, { instanceId }) => ({ action: "StopDBInstance", instanceId }),

  started: (_parameters, { instanceId }) => `RDS is stopping ${instanceId}.`,

  observe: async (rds, _parameters, { place, instanceId }) => {
    const instance = await rds.findInstance(place, instanceId);
    if (!instance) return { kind: "failed", guidance: goneGuidance(instanceId) };
    const { status } = instance;
    if (isFailedStatus(status)) return { kind: "failed", guidance: failedStatusGuidance(instanceId, status) };
    if (status === "available") return { kind: "absent" };
    return status === "stopped"
      ? {
          kind: "done",
          facts: [
            { label: "Verified status", value: status },
            { label: "Starts again", value: "by itself after 7 days, or when asked to" },
          ],
          details: { instance_status: status },
        }
      : { kind: "in-progress", text: `instance ${status}` };
  },

  inverse: () => ({ operation: "start_instance", parameters: {} }),
});
