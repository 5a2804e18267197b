import { z } from "zod";
import { defineModification } from "./frame/define-modification.ts";
import { applyImmediately } from "./rules/apply-immediately.ts";
import { replicaFacts } from "./rules/replica-facts.ts";

export const modifyInstanceClass = defineModification({
  name: "modify_instance_class",
  shortName: "class",
  label: "Change the instance class",
  fields: [
    {
      parameter: "instance_class",
      label: "Instance class",
      hint: "Such as db.r6g.xlarge.",
      kind: "text",
      isRequired: true,
    },
    applyImmediately.field,
  ],
  parameters: z.strictObject({
    instance_class: z
      .string({ error: "say which class, such as db.r6g.xlarge" })
      .trim()
      .toLowerCase()
      .regex(/^db\.[a-z0-9-]+\.[a-z0-9.-]+$/, "a class looks like db.r6g.xlarge"),
    apply_immediately: applyImmediately.schema,
  }),
  risk: { production: "high", elsewhere: "medium" },
  patienceSeconds: 45 * 60,

  effect: ({ instance_class }, { isMultiAz }) =>
    isMultiAz
      ? `Rebuilds the standby as ${instance_class}, fails over to it, then rebuilds the other one. All connections drop at the failover.`
      : `Stops the database and starts it again on ${instance_class}. It cannot be used meanwhile, typically for several minutes.`,
  facts: (_parameters, instance) => replicaFacts(instance, "class stays as it is"),

  outage: (_parameters, { isMultiAz }) => ({
    kind: "minutes",
    text: isMultiAz
      ? "connections drop while it fails over"
      : "it cannot be used while it moves to the new class",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html",
  }),

  settings: ({ instance_class }) => ({ instanceClass: instance_class }),
  isImmediate: ({ apply_immediately }) => apply_immediately,
  restarts: true,
  inverse: ({ apply_immediately }, { instanceClass }) => ({
    instance_class: instanceClass,
    apply_immediately,
  }),
});
