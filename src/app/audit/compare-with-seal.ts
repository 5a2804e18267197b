import type { AuditProblem } from "../../core/audit/audit-problem.ts";
import { addDays, daysFrom } from "../../core/audit/day.ts";
import type { Leaf } from "../../core/audit/seal.ts";
import { lastOwedDay, lateDays } from "../../core/audit/seal-times.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";
import type { SealedDay } from "./sealed-day.ts";

interface Comparison {
  readonly trail: Pick<AuditTrail, "entriesOf">;
  /** What the table has of the day. */
  readonly stored: readonly Leaf[];
  readonly leavesSealedOn: (day: string) => Promise<readonly Leaf[]>;
  readonly now: Date;
}

/** What a seal has and the table has not, or otherwise; and what the table has and no seal, once it should. */
export async function* compareWithSeal(
  { day, leaves }: SealedDay,
  { trail, stored, leavesSealedOn, now }: Comparison,
): AsyncIterable<AuditProblem> {
  const hashes = new Map(stored.map((leaf) => [leafKey(leaf), leaf.hash]));
  const sealed = new Set(leaves.map(leafKey));
  for (const leaf of leaves) {
    const found = hashes.get(leafKey(leaf)) ?? (await findHash(leaf));
    const place = { request: leaf.request_id, sequence: leaf.sequence, day };
    if (found === undefined) yield { kind: "event-gone", ...place };
    else if (found !== leaf.hash) yield { kind: "event-changed", ...place, expected: leaf.hash, found };
  }
  const unsealed = stored.filter((leaf) => !sealed.has(leafKey(leaf)));
  const lastChance = addDays(day, lateDays);
  if (unsealed.length === 0 || lastChance > lastOwedDay(now)) return;
  for (const later of daysFrom(addDays(day, 1), lastChance)) {
    for (const leaf of await leavesSealedOn(later)) sealed.add(leafKey(leaf));
  }
  for (const leaf of unsealed) {
    if (sealed.has(leafKey(leaf))) continue;
    yield { kind: "unsealed-event", request: leaf.request_id, sequence: leaf.sequence, day };
  }

  /** Late events are in another day's index. */
  async function findHash({ request_id, sequence }: Leaf): Promise<string | undefined> {
    const entries = await trail.entriesOf(request_id);
    return entries.flatMap((one) => (one.ok && one.value.sequence === sequence ? one.value.hash : []))[0];
  }
}

/** What tells one event from all others. */
export function leafKey({ request_id, sequence }: Pick<Leaf, "request_id" | "sequence">): string {
  return `${request_id}/${sequence}`;
}
