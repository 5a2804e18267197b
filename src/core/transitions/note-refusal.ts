import type { Actor, Surface } from "../person.ts";
import { isNotedForAudit, type Refusal } from "../refusal.ts";
import type { ApprovalRequest } from "../request.ts";
import { type Change, change } from "./change.ts";

/** Beyond this many noted attempts a request notes no more, so that nobody can make it grow without end. */
export const mostNotedRefusals = 50;

/**
 * The audit entry of an attempt that an auditor must find; nothing where the kind does not matter to one or the same
 * person's same attempt is already noted.
 */
export function noteRefusal(
  request: ApprovalRequest,
  refused: {
    readonly refusal: Refusal;
    readonly by: { readonly id: Actor };
    readonly surface: Surface;
    readonly attempt: string;
  },
  now: Date,
): Change | undefined {
  const { refusal, by, surface, attempt } = refused;
  const isNoted = request.notedRefusals.some((noted) => noted.by === by.id && noted.kind === refusal.kind);
  if (!isNotedForAudit(refusal) || isNoted || request.notedRefusals.length >= mostNotedRefusals)
    return undefined;
  const notedRefusals = [...request.notedRefusals, { by: by.id, kind: refusal.kind }];
  return change(
    request,
    { ...request, notedRefusals },
    {
      kind: "refused",
      by: by.id,
      at: now,
      details: { refusal: refusal.kind, attempt, surface },
    },
  );
}
