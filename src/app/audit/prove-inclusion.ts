import { addDays, dayOf, daysFrom } from "../../core/audit/day.ts";
import type { InclusionProof } from "../../core/audit/inclusion-proof.ts";
import { pathOf } from "../../core/audit/merkle-tree.ts";
import { hashOfLeaf, parseSeal } from "../../core/audit/seal.ts";
import { lateDays } from "../../core/audit/seal-times.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";
import type { SealArchive } from "../ports/seal-archive.ts";

interface Dependencies {
  readonly trail: Pick<AuditTrail, "entriesOf">;
  readonly archive: SealArchive;
}

/** Proves that a seal has an event; or says in a sentence why it cannot. */
export function makeProveInclusion({ trail, archive }: Dependencies) {
  return async (request: string, sequence: number): Promise<Result<InclusionProof, string>> => {
    const entries = await trail.entriesOf(request);
    const entry = entries.flatMap((one) => (one.ok && one.value.sequence === sequence ? one.value : []))[0];
    if (!entry) return err(`There is no event ${sequence} of ${request}.`);
    const day = dayOf(new Date(entry.at));
    for (const sealedOn of daysFrom(day, addDays(day, lateDays))) {
      const signed = await archive.find(entry.tenant, sealedOn);
      const seal = signed && parseSeal(signed.seal);
      if (!signed || !seal?.ok) continue;
      const leaves = await archive.findLeaves(entry.tenant, sealedOn, seal.value.root);
      const index = (leaves ?? []).findIndex(
        (leaf) => leaf.request_id === request && leaf.sequence === sequence,
      );
      if (!leaves || index < 0) continue;
      if (leaves[index]?.hash !== entry.hash) {
        return err(`The seal of ${sealedOn} has another hash of this event: it was changed since.`);
      }
      return ok({
        version: 1,
        event: entry,
        leaf_index: index,
        tree_size: leaves.length,
        path: [...pathOf(leaves.map(hashOfLeaf), index)],
        sealed: signed,
      });
    }
    return err(`No seal has this event yet: a day is sealed in the morning after it (UTC).`);
  };
}
