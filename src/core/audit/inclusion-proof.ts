import { z } from "zod";
import { err, type Result } from "../result.ts";
import { auditEntrySchema, hashOfEntry, hashSchema } from "./audit-entry.ts";
import { rootByPath } from "./merkle-tree.ts";
import { hashOfLeaf, parseSeal, type Seal, signedSealSchema } from "./seal.ts";

/** Shows, together with the key that seals are checked with, that a seal has an event just as it is here. */
export const inclusionProofSchema = z.strictObject({
  version: z.literal(1),
  event: auditEntrySchema,
  leaf_index: z.int().min(0),
  tree_size: z.int().positive(),
  path: z.array(hashSchema),
  sealed: signedSealSchema,
});

export type InclusionProof = Readonly<z.infer<typeof inclusionProofSchema>>;

/** The seal that the proof leads to, or why it leads to none. Whether that seal is ours is told by its signature. */
export function sealOfProof(proof: InclusionProof): Result<Seal, string> {
  const { event, leaf_index: index, tree_size: size, path, sealed } = proof;
  const seal = parseSeal(sealed.seal);
  if (!seal.ok) return err(`the seal cannot be read: ${seal.error}`);
  if (hashOfEntry(event) !== event.hash) return err("the event has another hash than its content");
  if (seal.value.tenant !== event.tenant) return err("the seal is another tenant's");
  if (seal.value.events !== size) return err("the seal has another number of events");
  const { request_id, sequence, hash } = event;
  const root = rootByPath(hashOfLeaf({ request_id, sequence, hash }), { index, size, path });
  return root === seal.value.root ? seal : err("the path does not lead to the seal's root");
}
