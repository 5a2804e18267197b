import { type Delegation, isInForce, standInsAmong } from "../delegation/delegation.ts";
import type { Refusal } from "../refusal.ts";
import { type ApprovalRequest, isOpen } from "../request.ts";
import { err, ok, type Result } from "../result.ts";
import { ownApproversOf } from "../who-decides.ts";
import { type Change, change } from "./change.ts";
import { alreadyResolved } from "./decide.ts";

/** Far more than people are away while one request waits. */
const mostNoted = 100;

/**
 * Tells an open request's people that somebody decides for one of them now, or does not any more; each once. Refused where that
 * changes nothing for them: a request that was asked for meanwhile was shown so from the beginning.
 */
export function noteDelegation(
  request: ApprovalRequest,
  delegation: Delegation,
  now: Date,
): Result<Change, Refusal> {
  if (!isOpen(request)) return err(alreadyResolved(request));
  const { id, of, to, from, until } = delegation;
  const { notedDelegations = [], requestedAt } = request;
  const note = `${id} ${now < until ? "began" : "ended"}`;
  const [counts] = standInsAmong({ ...request, delegations: [delegation] }, ownApproversOf(request));
  const wasInForce = until <= now && requestedAt < until;
  const isNews = isInForce(delegation, now) ? requestedAt < from : wasInForce;
  if (!counts || !isNews || notedDelegations.includes(note) || notedDelegations.length >= mostNoted) {
    return err({ kind: "no-delegation" });
  }
  return ok(
    change(
      request,
      { ...request, notedDelegations: [...notedDelegations, note] },
      {
        kind: now < until ? "delegated" : "delegation-ended",
        by: of.id,
        at: now,
        details: {
          delegation: id,
          of: of.id,
          of_name: of.name,
          to: to.id,
          to_name: to.name,
          from: from.toISOString(),
          until: until.toISOString(),
          until_text: delegation.untilText,
        },
      },
    ),
  );
}
