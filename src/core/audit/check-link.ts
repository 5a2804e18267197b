import type { ChainEnd } from "../request.ts";
import { type AuditEntry, hashOfEntry } from "./audit-entry.ts";

/** Why an entry does not follow the chain's end before it; for a gap these are the numbers, else the hashes. */
export interface LinkFault {
  readonly reason: "gap" | "wrong-previous-hash" | "wrong-hash";
  readonly expected: string;
  readonly found: string;
}

/** What is wrong with the next entry of one request's chain; nothing where it holds. */
export function findLinkFault(end: ChainEnd, entry: AuditEntry): LinkFault | undefined {
  if (entry.sequence !== end.sequence + 1) {
    return { reason: "gap", expected: String(end.sequence + 1), found: String(entry.sequence) };
  }
  if (entry.previous_hash !== end.hash) {
    return { reason: "wrong-previous-hash", expected: end.hash, found: entry.previous_hash };
  }
  const hash = hashOfEntry(entry);
  return entry.hash === hash ? undefined : { reason: "wrong-hash", expected: hash, found: entry.hash };
}
