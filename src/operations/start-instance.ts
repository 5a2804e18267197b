import { z } from "zod";
import { defineOperation } from "./frame/define-operation.ts";
import { instanceFact } from "./frame/instance-state.ts";
import { failedStatusGuidance, goneGuidance, isFailedStatus } from "./frame/instance-status.ts";

export const startInstance = defineOperation({
  name: "start_instance",
  shortName: "start",
  label: "Start a stopped instance",
  fields: [],
  parameters: z.strictObject({}),
  risk: { production: "medium", elsewhere: "low" },
  patienceSeconds: 45 * 60,
  safetySnapshot: "useless",

  check: (_parameters, { id, status, clusterId }) => {
    const issue = (message: string) => [{ parameter: "instance", message }];
    if (clusterId) return issue(`${id} starts with its cluster ${clusterId}, not alone`);
    return status === "available" ? issue(`${id} is not stopped`) : [];
  },

  describe: (_parameters, instance) => ({
    title: `Start ${instance.id}`,
    effect:
      "Starts the stopped database; it is paid for by the hour again. That takes minutes, after a crash longer.",
    facts: [instanceFact(instance)],
  }),

  outage: () => ({
    kind: "none",
    text: "it is stopped until then",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StartInstance.html",
  }),

  cost: () => ({ kind: "billed", settings: {}, isStopped: false }),

  appliesPending: () => ({ parameters: true }),

  command: (_parameters, { instanceId }) => ({ action: "StartDBInstance", instanceId }),

  started: (_parameters, { instanceId }) => `RDS is starting ${instanceId}.`,

  observe: async (rds, _parameters, { place, instanceId }) => {
    const instance = await rds.findInstance(place, instanceId);
    if (!instance) return { kind: "failed", guidance: goneGuidance(instanceId) };
    const { status } = instance;
    if (isFailedStatus(status)) return { kind: "failed", guidance: failedStatusGuidance(instanceId, status) };
    if (status === "stopped") return { kind: "absent" };
    return status === "available"
      ? {
          kind: "done",
          facts: [{ label: "Verified status", value: status }],
          details: { instance_status: status },
        }
      : { kind: "in-progress", text: `instance ${status}` };
  },

  inverse: () => ({ operation: "stop_instance", parameters: {} }),
});
