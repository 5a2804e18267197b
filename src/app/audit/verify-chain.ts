import type { AuditEntry } from "../../core/audit/audit-entry.ts";
import type { AuditProblem } from "../../core/audit/audit-problem.ts";
import { findLinkFault } from "../../core/audit/check-link.ts";
import { tellField } from "../../core/audit/tell-field.ts";
import { chainStart } from "../../core/audit-event.ts";
import type { ChainEnd } from "../../core/request.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";

interface VerifiedChain {
  /** What could be read, for whoever compares it with something else. */
  readonly entries: readonly AuditEntry[];
  /** The first thing that does not hold. */
  readonly problem: AuditProblem | undefined;
}

/** How often a request is looked at again that changes just then. */
const mostLooks = 3;

/** Reads one request's events and its own end of the chain, and finds the first thing of them that does not hold. */
export async function verifyChain(
  trail: Pick<AuditTrail, "entriesOf" | "findEnd">,
  request: string,
): Promise<VerifiedChain> {
  for (let look = 1; ; look += 1) {
    const stored = await trail.entriesOf(request);
    const end = await trail.findEnd(request);
    const entries = stored.flatMap((one) => (one.ok ? one.value : []));
    const unreadable = stored.find((one) => !one.ok);
    if (unreadable && !unreadable.ok) {
      return { entries, problem: { kind: "unreadable-event", request, ...unreadable.error } };
    }
    const problem = findChainProblem(request, entries, end);
    if (problem?.kind !== "wrong-end" || look === mostLooks) return { entries, problem };
  }
}

/** The first thing of a request's whole chain that does not hold; nothing where it is whole. */
export function findChainProblem(
  request: string,
  entries: readonly AuditEntry[],
  end: ChainEnd | undefined,
): AuditProblem | undefined {
  let reached = chainStart;
  for (const [index, entry] of entries.entries()) {
    const fault = findLinkFault(reached, entry);
    if (fault) {
      const followedBy = entries[index + 1]?.previous_hash ?? end?.hash;
      const told = fault.reason === "wrong-hash" ? tellField(entry, entries, followedBy) : undefined;
      return { kind: "broken-link", request, sequence: entry.sequence, ...fault, told };
    }
    reached = { sequence: entry.sequence, hash: entry.hash };
  }
  if (!end) return entries.length === 0 ? undefined : { kind: "no-request", request };
  if (entries.length === 0) return { kind: "no-events", request };
  if (reached.sequence === end.sequence && reached.hash === end.hash) return undefined;
  const [expected, found] = [end, reached].map(({ sequence, hash }) => `event ${sequence}, ${hash}`);
  return {
    kind: "wrong-end",
    request,
    sequence: reached.sequence,
    expected: expected ?? "",
    found: found ?? "",
  };
}
