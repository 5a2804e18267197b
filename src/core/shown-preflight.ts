import { findOpenAsking, type Preflight } from "./preflight.ts";
import { type ApprovalRequest, isBeforeRun } from "./request.ts";

/** The pre-flight as a card shows it. */
export interface ShownPreflight extends Pick<Preflight, "facts" | "unread" | "outage"> {
  /** Nothing as long as it has not been read. */
  readonly asOf: Date | undefined;
  /** Since when it is being read anew. */
  readonly askedAgain: Date | undefined;
}

/**
 * What to show of a request's pre-flight. Nothing once the run begins, because then it tells of a database that is being
 * changed, and nothing where nobody decides, unless somebody has asked for it.
 */
export function findShownPreflight(request: ApprovalRequest): ShownPreflight | undefined {
  const { intent, preflight } = request;
  if (intent.kind !== "rds" || !isBeforeRun(request)) return undefined;
  if (!preflight && !isReadUnasked(request)) return undefined;
  return {
    facts: preflight?.reading?.facts ?? [],
    unread: preflight?.reading?.unread ?? [],
    outage: preflight?.reading?.outage,
    asOf: preflight?.reading?.asOf,
    askedAgain: preflight && findOpenAsking(preflight)?.at,
  };
}

/** Whether people decide the request: then its target is read without anybody's asking. One instance of a bulk request was decided with that. */
export function isReadUnasked({
  requirement,
  partOf,
}: Pick<ApprovalRequest, "requirement" | "partOf">): boolean {
  return requirement.approvals > 0 && partOf === undefined;
}
