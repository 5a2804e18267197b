import { eventKinds } from "../audit-event.ts";
import { statuses } from "../request.ts";
import { type AuditEntry, hashOfEntry } from "./audit-entry.ts";

export interface ToldField {
  readonly field: keyof AuditEntry;
  /** What it was, where that is known. */
  readonly was?: string;
}

/**
 * Which field of an entry with a wrong hash was changed, as far as can be told: the hash itself, where whatever follows names the
 * hash that its content has; or one of few possible values, where with another one the content has the hash again. `others` are
 * entries of the same request; `followedBy` is the hash that comes after it in the chain.
 */
export function tellField(
  entry: AuditEntry,
  others: readonly AuditEntry[],
  followedBy: string | undefined,
): ToldField | undefined {
  const hash = hashOfEntry(entry);
  if (followedBy === hash) return { field: "hash", was: hash };
  const candidates = {
    kind: eventKinds,
    status: statuses,
    actor: others.map(({ actor }) => actor),
    tenant: others.map(({ tenant }) => tenant),
    at: others.map(({ at }) => at),
  } as const;
  for (const [field, values] of Object.entries(candidates)) {
    const was = [...new Set<string>(values)].find(
      (value) => hashOfEntry({ ...entry, [field]: value }) === entry.hash,
    );
    if (was !== undefined && isField(field)) return { field, was };
  }
  return undefined;

  function isField(name: string): name is keyof typeof candidates {
    return Object.hasOwn(candidates, name);
  }
}
