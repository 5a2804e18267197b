import { daysFrom } from "../../core/audit/day.ts";
import { lastOwedDay } from "../../core/audit/seal-times.ts";
import { inParallel } from "../in-parallel.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";
import { compareWithSeal } from "./compare-with-seal.ts";
import { leavesOfDay } from "./leaves-of-day.ts";
import { type AuditReport, ProblemList } from "./problem-list.ts";
import { readSealedDay, type SealedDay, type SealKeeper } from "./sealed-day.ts";
import { verifyChain } from "./verify-chain.ts";

interface Dependencies {
  readonly trail: AuditTrail;
  /** Without it seals are not looked at. */
  readonly seals: SealKeeper | undefined;
  readonly tenant: string;
  readonly now: () => Date;
}

/** So many requests are read at a time. */
const parallel = 16;

/**
 * Checks the whole chain of every request that has an event on one of the days, and the seals of those days. A day at a time, so
 * that no more than one of them is held.
 */
export function makeVerifyDays({ trail, seals, tenant, now }: Dependencies) {
  return async (first: string, last: string): Promise<AuditReport> => {
    const problems = new ProblemList();
    const verified = new Set<string>();
    let events = 0;
    let sealedDays = 0;
    const [firstSealed] = seals ? await seals.archive.sealedDays(tenant) : [];
    for (const day of daysFrom(first, last)) {
      const stored = await leavesOfDay(trail, tenant, day);
      const sealed = await sealedOn(day, firstSealed);
      const requests = new Set([...stored, ...(sealed?.leaves ?? [])].map(({ request_id }) => request_id));
      const open = [...requests].filter((request) => !verified.has(request));
      await inParallel(open, parallel, async (request) => {
        verified.add(request);
        const chain = await verifyChain(trail, request);
        events += chain.entries.length;
        if (chain.problem) problems.add(chain.problem);
      });
      if (!seals || !sealed) continue;
      sealedDays += 1;
      if (sealed.problem) problems.add(sealed.problem);
      if (sealed.problem && sealed.leaves.length === 0) continue;
      const leavesSealedOn = async (later: string) => (await readSealedDay(seals, tenant, later)).leaves;
      const comparison = { trail, stored, leavesSealedOn, now: now() };
      for await (const problem of compareWithSeal(sealed, comparison)) problems.add(problem);
    }
    return {
      requests: verified.size,
      events,
      seals: seals && sealedDays,
      problems: problems.kept,
      found: problems.found,
    };
  };

  /** Nothing where the day was before the first seal, or need not be sealed yet. */
  async function sealedOn(day: string, firstSealed: string | undefined): Promise<SealedDay | undefined> {
    if (!seals || (firstSealed !== undefined && day < firstSealed)) return undefined;
    const sealed = await readSealedDay(seals, tenant, day);
    return sealed.problem?.kind === "no-seal" && day > lastOwedDay(now()) ? undefined : sealed;
  }
}
