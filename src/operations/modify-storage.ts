import { z } from "zod";
import { defineModification } from "./frame/define-modification.ts";
import { applyImmediately } from "./rules/apply-immediately.ts";
import { replicaFacts } from "./rules/replica-facts.ts";
import {
  findStorageType,
  mostIops,
  mostStorageGib,
  storageIssues,
  storageTypes,
  usualIops,
} from "./rules/storage-rules.ts";
import { wholeNumberSchema } from "./rules/whole-number-schema.ts";

export const modifyStorage = defineModification({
  name: "modify_storage",
  shortName: "storage",
  label: "Change the storage",
  fields: [
    {
      parameter: "storage_gib",
      label: "Storage in GiB",
      hint: "It can only grow, by a tenth at least. Left empty, it stays as it is.",
      kind: "text",
      isRequired: false,
    },
    {
      parameter: "storage_type",
      label: "Storage type",
      hint: "Left empty, it stays as it is.",
      kind: "choice",
      options: storageTypes,
      isRequired: false,
    },
    {
      parameter: "iops",
      label: "IOPS",
      hint: "For io1 and io2, and for gp3 from 400 GiB on.",
      kind: "text",
      isRequired: false,
    },
    applyImmediately.field,
  ],
  parameters: z
    .strictObject({
      storage_gib: wholeNumberSchema({ least: 20, most: mostStorageGib }).exactOptional(),
      storage_type: z.enum(storageTypes, { error: `choose ${storageTypes.join(", ")}` }).exactOptional(),
      iops: wholeNumberSchema({ least: 1000, most: mostIops }).exactOptional(),
      apply_immediately: applyImmediately.schema,
    })
    .refine((given) => given.storage_gib ?? given.storage_type ?? given.iops, {
      path: ["storage_gib"],
      error: "say what to change: the size, the type or the IOPS",
    }),
  risk: { production: "high", elsewhere: "medium" },
  patienceSeconds: 45 * 60,
  isOfCluster: true,

  complete: (given, instance) => {
    const storage_gib = given.storage_gib ?? instance.allocatedStorageGib;
    const storage_type = given.storage_type ?? findStorageType(instance.storageType);
    if (!storage_type) return { ...given, storage_gib };
    const iops = given.iops ?? usualIops(storage_type, storage_gib, instance);
    return { ...given, storage_gib, storage_type, ...(iops !== undefined && { iops }) };
  },

  check: ({ storage_gib: gib, storage_type: type, iops }, instance) => {
    if (gib === undefined || !type) {
      const message = `${instance.id} is on ${instance.storageType}: choose another type as well`;
      return [{ parameter: "storage_type", message }];
    }
    return storageIssues({ type, gib, iops }, instance);
  },

  effect: ({ storage_gib }, { allocatedStorageGib }) =>
    `Changes the storage while the database runs. RDS then optimises it for hours, in which input and output can be slower, and changes it no further for six hours at least.${
      storage_gib === allocatedStorageGib ? "" : " It cannot be made smaller again."
    }`,
  facts: (_parameters, instance) => replicaFacts(instance, "storage stays as it is"),

  outage: (_parameters, { storageType }) => ({
    ...(storageType === "standard"
      ? { kind: "minutes", text: "leaving magnetic storage begins with a short outage" }
      : { kind: "hours", text: "RDS optimises it, and the database can be used meanwhile" }),
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html",
  }),

  settings: ({ storage_gib, storage_type, iops }) => ({
    allocatedStorageGib: storage_gib,
    storageType: storage_type,
    iops,
  }),
  isImmediate: ({ apply_immediately }) => apply_immediately,

  inverse: ({ storage_gib, apply_immediately }, before) => {
    const storage_type = findStorageType(before.storageType);
    if (storage_gib !== before.allocatedStorageGib || !storage_type) return undefined;
    const iops = usualIops(storage_type, storage_gib, before);
    return { storage_gib, storage_type, ...(iops !== undefined && { iops }), apply_immediately };
  },
});
