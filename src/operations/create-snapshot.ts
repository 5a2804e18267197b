import { z } from "zod";
import type { RequestId } from "../core/request.ts";
import { momentText } from "../core/texts.ts";
import { defineOperation } from "./frame/define-operation.ts";
import { instanceFact } from "./frame/instance-state.ts";
import { snapshotIdSchema } from "./rules/snapshot-id-schema.ts";
import { snapshotTagsSchema, tagsText } from "./rules/snapshot-tags.ts";

/** Which request made a snapshot: the proof, at a resumption, that it is ours. */
const requestTag = "countersign:request-id";

export const createSnapshot = defineOperation({
  name: "create_snapshot",
  shortName: "snapshot",
  label: "Create a snapshot",
  fields: [
    {
      parameter: "snapshot_id",
      label: "Snapshot id",
      hint: "Left empty, it is made from the instance and the request.",
      kind: "text",
      isRequired: false,
    },
    {
      parameter: "tags",
      label: "Tags",
      hint: "key=value, key2=value2",
      kind: "text",
      isRequired: false,
    },
  ],
  parameters: z.strictObject({
    snapshot_id: snapshotIdSchema
      .optional()
      .transform((id) => id ?? null)
      .nullable(),
    tags: snapshotTagsSchema.exactOptional(),
  }),
  risk: { production: "medium", elsewhere: "low" },
  safetySnapshot: "useless",

  check: (_parameters, { id, clusterId }) =>
    clusterId
      ? [{ parameter: "instance", message: `${id} is backed up with its cluster ${clusterId}, not alone` }]
      : [],

  describe: (parameters, instance, requestId) => ({
    title: `Create a snapshot of ${instance.id}`,
    effect: instance.isMultiAz
      ? "Takes a full copy of the storage. The standby is read, so no interruption is expected."
      : "Takes a full copy of the storage. On a single-AZ instance, input and output can pause for a few seconds.",
    facts: [
      instanceFact(instance),
      { label: "Snapshot id", value: snapshotId(parameters, instance.id, requestId) },
      ...(parameters.tags ? [{ label: "Tags", value: tagsText(parameters.tags) }] : []),
    ],
  }),

  outage: (_parameters, { isMultiAz }) => ({
    kind: isMultiAz ? "none" : "seconds",
    text: isMultiAz ? "the standby is read" : "input and output can pause briefly",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CreateSnapshot.html",
  }),

  cost: () => ({ kind: "snapshot", change: "made" }),
  filledIn: (parameters, { instanceId, requestId }) => ({
    snapshot_id: snapshotId(parameters, instanceId, requestId),
  }),

  command: (parameters, { instanceId, requestId }) => ({
    action: "CreateDBSnapshot",
    snapshotId: snapshotId(parameters, instanceId, requestId),
    instanceId,
    tags: { [requestTag]: requestId, ...parameters.tags },
  }),

  started: (parameters, { instanceId, requestId }) =>
    `RDS is creating the snapshot ${snapshotId(parameters, instanceId, requestId)}.`,

  observe: async (rds, parameters, { place, instanceId, requestId }) => {
    const snapshot = await rds.findSnapshot(place, snapshotId(parameters, instanceId, requestId));
    if (snapshot?.tags[requestTag] !== requestId) return { kind: "absent" };
    const facts = [
      { label: "Snapshot", value: snapshot.id },
      { label: "ARN", value: snapshot.arn },
    ];
    const details = {
      snapshot_arn: snapshot.arn,
      ...(snapshot.createdAt && { snapshot_create_time: snapshot.createdAt.toISOString() }),
    };
    switch (snapshot.status) {
      case "available":
        return {
          kind: "done",
          facts: snapshot.createdAt
            ? [...facts, { label: "Created", value: momentText(snapshot.createdAt) }]
            : facts,
          details,
        };
      case "failed":
        return {
          kind: "failed",
          guidance: `RDS marked the snapshot ${snapshot.id} as failed. Look at the instance's events, delete the failed snapshot, then ask again.`,
          details,
        };
      default:
        return {
          kind: "in-progress",
          text: `snapshot ${snapshot.status}`,
          percent: snapshot.percent,
          facts,
          details,
        };
    }
  },

  inverse: (parameters, { id }, requestId) => ({
    operation: "delete_snapshot",
    parameters: { snapshot_id: snapshotId(parameters, id, requestId) },
  }),
});

function snapshotId(
  parameters: { readonly snapshot_id: string | null },
  instanceId: string,
  requestId: RequestId,
) {
  return parameters.snapshot_id ?? `${instanceId}-${requestId}`;
}
