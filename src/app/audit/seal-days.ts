import { addDays, daysFrom } from "../../core/audit/day.ts";
import {
  hashOfSeal,
  inSealOrder,
  makeSeal,
  parseSeal,
  type Seal,
  sealText,
  signedBytesOfSeal,
} from "../../core/audit/seal.ts";
import { firstLateDays, lastSealableDay, lateDays } from "../../core/audit/seal-times.ts";
import { GatewayError } from "../gateway-error.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";
import type { SealArchive } from "../ports/seal-archive.ts";
import type { Signer } from "../ports/signer.ts";
import { leafKey } from "./compare-with-seal.ts";
import { leavesOfDay } from "./leaves-of-day.ts";

interface Dependencies {
  readonly trail: Pick<AuditTrail, "leavesOfDay">;
  readonly archive: SealArchive;
  readonly signer: Signer;
  readonly tenant: string;
  readonly now: () => Date;
}

/** However long it was not there, one run catches up with so many days; the next one goes on. */
const mostDays = 31;

/**
 * Seals each day since the last seal that is over for long enough, in their order, and returns them. Doing it again, or twice at
 * once, is harmless: the seal that the archive has counts. What came too late for its own day's seal goes into this one.
 */
export function makeSealDays({ trail, archive, signer, tenant, now }: Dependencies) {
  return async (): Promise<readonly Seal[]> => {
    const last = lastSealableDay(now());
    const lastSealed = (await archive.sealedDays(tenant)).at(-1);
    const due = daysFrom(lastSealed === undefined ? last : addDays(lastSealed, 1), last);
    let previous = lastSealed === undefined ? undefined : await sealOf(lastSealed);
    const made: Seal[] = [];
    for (const day of due.slice(0, mostDays)) {
      previous = await sealDay(day, previous);
      made.push(previous);
    }
    return made;
  };

  async function sealDay(day: string, previous: Seal | undefined): Promise<Seal> {
    const before = addDays(day, -1);
    const earlier = daysFrom(addDays(day, previous ? -lateDays : -firstLateDays), before);
    const sealed = previous ? await sealedOn(earlier) : new Set<string>();
    const late = (await Promise.all(earlier.map((one) => leavesOfDay(trail, tenant, one))))
      .flat()
      .filter((leaf) => !sealed.has(leafKey(leaf)));
    const leaves = inSealOrder([...(await leavesOfDay(trail, tenant, day)), ...late]);
    const about = { tenant, day, late: late.length };
    const named = previous ? { day: previous.day, hash: hashOfSeal(previous) } : null;
    const seal = makeSeal({ ...about, previous: named, at: now() }, leaves);
    const text = sealText(seal);
    const signature = await signer.sign(signedBytesOfSeal(text));
    await archive.add({ tenant, day, root: seal.root }, { seal: text, signature }, leaves);
    return sealOf(day);
  }

  async function sealedOn(days: readonly string[]): Promise<ReadonlySet<string>> {
    const kept = await archive.sealedDays(tenant, days[0]);
    const sealed = new Set<string>();
    for (const day of days.filter((one) => kept.includes(one))) {
      const { root } = await sealOf(day);
      const leaves = await archive.findLeaves(tenant, day, root);
      // Without them everything would seem late, and be sealed twice.
      if (!leaves) throw new GatewayError(`The archive's list of what was sealed on ${day} cannot be read`);
      for (const leaf of leaves) sealed.add(leafKey(leaf));
    }
    return sealed;
  }

  async function sealOf(day: string): Promise<Seal> {
    const signed = await archive.find(tenant, day);
    const seal = signed && parseSeal(signed.seal);
    if (!seal?.ok) throw new GatewayError(`The archive's seal of ${day} cannot be read`);
    return seal.value;
  }
}
