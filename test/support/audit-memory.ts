import type { AuditTrail } from "../../src/app/ports/audit-trail.ts";
import type { SealArchive } from "../../src/app/ports/seal-archive.ts";
import type { AuditEntry } from "../../src/core/audit/audit-entry.ts";
import { dayOf } from "../../src/core/audit/day.ts";
import type { Leaf, SignedSeal } from "../../src/core/audit/seal.ts";
import { toAuditEntry } from "../../src/core/audit-event.ts";
import type { ChainEnd } from "../../src/core/request.ts";
import { ok } from "../../src/core/result.ts";
import type { Change } from "../../src/core/transitions/change.ts";

/** A record in memory, as the tables would have it, that a test can change behind everybody's back. */
export function makeAuditMemory() {
  const entries: AuditEntry[] = [];
  const ends = new Map<string, ChainEnd>();
  const trail: AuditTrail = {
    entriesOf: async (request) =>
      entries
        .filter(({ request_id }) => request_id === request)
        .sort((one, other) => one.sequence - other.sequence)
        .map(ok),
    findEnd: async (request) => ends.get(request),
    leavesOfDay: async function* (tenant, day) {
      yield entries
        .filter((entry) => entry.tenant === tenant && dayOf(new Date(entry.at)) === day)
        .map(leafOf);
    },
  };
  return {
    trail,
    entries,
    ends,
    save(...changes: readonly Change[]): void {
      for (const { request, event } of changes) {
        entries.push(toAuditEntry(event));
        ends.set(request.id, request.chainEnd);
      }
    },
    /** Puts something else in an event's place. */
    tamper(request: string, sequence: number, changes: Partial<AuditEntry>): void {
      const at = entries.findIndex((one) => one.request_id === request && one.sequence === sequence);
      const entry = entries[at];
      if (!entry) throw new Error(`there is no event ${sequence} of ${request}`);
      entries[at] = { ...entry, ...changes };
    },
    remove(request: string, sequence: number): void {
      entries.splice(
        entries.findIndex((one) => one.request_id === request && one.sequence === sequence),
        1,
      );
    },
  };
}

function leafOf({ request_id, sequence, hash }: AuditEntry): Leaf {
  return { request_id, sequence, hash };
}

/** An archive in memory; its objects can be changed, which the real one's cannot. */
export function makeSealMemory() {
  const seals = new Map<string, SignedSeal>();
  const leaves = new Map<string, readonly Leaf[]>();
  const archive: SealArchive = {
    sealedDays: async (tenant, from = "") =>
      [...seals.keys()]
        .filter((key) => key.startsWith(`${tenant}/`))
        .map((key) => key.slice(tenant.length + 1))
        .filter((day) => day >= from)
        .sort(),
    find: async (tenant, day) => seals.get(`${tenant}/${day}`),
    findLeaves: async (tenant, day, root) => leaves.get(`${tenant}/${day}/${root}`),
    add: async ({ tenant, day, root }, sealed, sealedLeaves) => {
      leaves.set(`${tenant}/${day}/${root}`, sealedLeaves);
      if (!seals.has(`${tenant}/${day}`)) seals.set(`${tenant}/${day}`, sealed);
    },
  };
  return { archive, seals, leaves };
}
