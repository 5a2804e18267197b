import { z } from "zod";
import { momentText } from "../core/texts.ts";
import { defineOperation } from "./frame/define-operation.ts";
import { instanceFact } from "./frame/instance-state.ts";
import { failedStatusGuidance, goneGuidance, isAtRest, isFailedStatus } from "./frame/instance-status.ts";
import { yesNoSchema } from "./rules/yes-no-schema.ts";

export const rebootInstance = defineOperation({
  name: "reboot_instance",
  shortName: "reboot",
  label: "Reboot an instance",
  fields: [
    {
      parameter: "force_failover",
      label: "Fail over to the standby",
      hint: "Only on Multi-AZ instances.",
      kind: "yes-no",
      isRequired: false,
    },
  ],
  parameters: z.strictObject({ force_failover: yesNoSchema.default(false) }),
  risk: { production: "high", elsewhere: "medium" },
  isToldLate: true,
  safetySnapshot: "useless",

  check: ({ force_failover }, { isMultiAz, id }) =>
    force_failover && !isMultiAz
      ? [
          {
            parameter: "force_failover",
            message: `${id} is not Multi-AZ: there is no standby to fail over to`,
          },
        ]
      : [],

  describe: ({ force_failover }, instance) => ({
    title: `${force_failover ? "Reboot with failover" : "Reboot"} ${instance.id}`,
    effect: force_failover
      ? "Moves to the standby in the other availability zone: all connections drop, typically for one or two minutes. Pending parameter changes take effect."
      : "Restarts the database: all connections drop until it is up again, typically within minutes. Pending parameter changes take effect.",
    facts: [instanceFact(instance), { label: "Failover", value: force_failover ? "yes" : "no" }],
  }),

  outage: ({ force_failover }) => ({
    kind: "minutes",
    text: force_failover ? "connections drop while it fails over" : "connections drop while it restarts",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RebootInstance.html",
  }),

  appliesPending: () => ({ parameters: true }),

  command: ({ force_failover }, { instanceId }) => ({
    action: "RebootDBInstance",
    instanceId,
    forceFailover: force_failover,
  }),

  started: (_parameters, { instanceId }) => `RDS is rebooting ${instanceId}.`,

  observe: async (rds, _parameters, { place, instanceId, claimedAt }) => {
    const instance = await rds.findInstance(place, instanceId);
    if (!instance) return { kind: "failed", guidance: goneGuidance(instanceId) };
    if (isFailedStatus(instance.status)) {
      return { kind: "failed", guidance: failedStatusGuidance(instanceId, instance.status) };
    }
    if (instance.status === "rebooting") return { kind: "in-progress", text: "instance rebooting" };
    const events = await rds.listEvents(place, instanceId, claimedAt);
    // DescribeEvents gives no event id (RDS-EVENT-0006 is meant), so its category and wording have to do.
    const restart = events.findLast(
      ({ categories, message }) => categories.includes("availability") && message.includes("restarted"),
    );
    if (!restart) return { kind: "absent" };
    // Storage that is optimised for hours after a change is no part of the restart.
    if (!isAtRest(instance.status)) return { kind: "in-progress", text: `instance ${instance.status}` };
    return {
      kind: "done",
      facts: [{ label: "Restarted", value: momentText(restart.at) }],
      details: { restarted_at: restart.at.toISOString() },
    };
  },
});
