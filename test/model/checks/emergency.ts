import assert from "node:assert/strict";
import type { AuditEvent } from "../../../src/core/audit-event.ts";
import { mailOf } from "../world/model-policy.ts";

/** What somebody who only reads the record knows of the review of an emergency. */
export interface Emergency {
  readonly reviewedBy: readonly string[];
  readonly endedAt: number | undefined;
  readonly isOverdue: boolean;
}

const onCall = [mailOf("lena"), mailOf("marco")];
const reviewers = [mailOf("priya"), mailOf("tom"), ...onCall];
const calledWhenOverdue = [mailOf("olga")];

const reviewMilliseconds = 4 * 3_600_000;
const needed = 2;

/** Where it was asked for as one, by somebody who may. */
export function emergencyIn({ actor, details }: AuditEvent): Emergency | undefined {
  if (details.break_glass === undefined) return undefined;
  assert(onCall.includes(actor), `${actor} is not on call, and breaks the glass`);
  assert.equal(details.approvals_required, 0, "an emergency waits for nobody");
  return { reviewedBy: [], endedAt: undefined, isOverdue: false };
}

/** After one more event about its review. Throws where that is none that may happen now. */
export function afterReview(
  emergency: Emergency | undefined,
  { kind, actor, at }: AuditEvent,
  requester: string,
): Emergency {
  const may = (isAllowed: boolean, why: string) => assert(isAllowed, `${kind} by ${actor}: ${why}`);
  assert(emergency, `${kind} by ${actor}: it was no emergency`);
  const { reviewedBy, endedAt, isOverdue } = emergency;
  assert(endedAt !== undefined, `${kind} by ${actor}: it has not ended`);
  may(reviewedBy.length < needed, "the review was complete");
  if (kind === "review-overdue") {
    may(!isOverdue && at.getTime() >= endedAt + reviewMilliseconds, "not yet, or twice");
    return { ...emergency, isOverdue: true };
  }
  may(actor !== requester, "nobody reviews what they have done themselves");
  may(reviewers.includes(actor) || (isOverdue && calledWhenOverdue.includes(actor)), "is no reviewer");
  may(!reviewedBy.includes(actor), "has reviewed before");
  return { ...emergency, reviewedBy: [...reviewedBy, actor] };
}
