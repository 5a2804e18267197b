import { z } from "zod";
import { defineOperation } from "./frame/define-operation.ts";
import { instanceFact } from "./frame/instance-state.ts";
import { snapshotIdSchema } from "./rules/snapshot-id-schema.ts";

export const deleteSnapshot = defineOperation({
  name: "delete_snapshot",
  shortName: "delete-snapshot",
  label: "Delete a snapshot",
  fields: [
    {
      parameter: "snapshot_id",
      label: "Snapshot id",
      hint: "One that somebody made of this instance; RDS looks after its automated ones itself.",
      kind: "text",
      isRequired: true,
    },
  ],
  parameters: z.strictObject({
    snapshot_id: z
      .string({ error: "say which snapshot" })
      .refine((id) => !/^\s*(?:rds|awsbackup):/i.test(id), {
        error: "only snapshots that somebody made can be deleted",
        abort: true,
      })
      .pipe(snapshotIdSchema),
  }),
  risk: { production: "high", elsewhere: "medium" },
  safetySnapshot: "useless",

  describe: ({ snapshot_id }, instance) => ({
    title: `Delete the snapshot ${snapshot_id} of ${instance.id}`,
    effect:
      "Deletes the snapshot for good: nothing can be restored from it afterwards. The database itself is not touched.",
    facts: [instanceFact(instance), { label: "Snapshot id", value: snapshot_id }],
  }),

  outage: () => ({
    kind: "none",
    text: "the database is not touched",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteSnapshot.html",
  }),

  cost: () => ({ kind: "snapshot", change: "deleted" }),

  obstacle: async (rds, { snapshot_id }, { place, instanceId }) => {
    const [snapshot, instance] = await Promise.all([
      rds.findSnapshot(place, snapshot_id),
      rds.findInstance(place, instanceId),
    ]);
    if (!snapshot)
      return `There is no snapshot ${snapshot_id}. Nothing was deleted. Check its name, then ask again.`;
    // By the instance's identity, as its name may have been another one's before.
    if (snapshot.resourceId === undefined || snapshot.resourceId !== instance?.resourceId) {
      return `The snapshot ${snapshot_id} is not of ${instanceId}. Nothing was deleted. Ask again for the instance that it is of.`;
    }
    return snapshot.type === "manual"
      ? undefined
      : `The snapshot ${snapshot_id} is not one that somebody made (${snapshot.type}). Nothing was deleted.`;
  },

  command: ({ snapshot_id }) => ({ action: "DeleteDBSnapshot", snapshotId: snapshot_id }),

  started: ({ snapshot_id }) => `RDS is deleting the snapshot ${snapshot_id}.`,

  observe: async (rds, { snapshot_id }, { place }) => {
    const snapshot = await rds.findSnapshot(place, snapshot_id);
    if (!snapshot)
      return { kind: "done", facts: [{ label: "Verified", value: `no snapshot ${snapshot_id} is left` }] };
    return snapshot.status === "deleting"
      ? { kind: "in-progress", text: "snapshot deleting" }
      : { kind: "absent" };
  },
});
