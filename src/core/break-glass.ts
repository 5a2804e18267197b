import type { Review } from "./decision.ts";
import type { Fact } from "./fact.ts";
import { type PersonId, personText } from "./person.ts";
import type { BreakGlassTerms } from "./policy-terms.ts";
import type { ApprovalRequest } from "./request.ts";
import { approvalsFromText, durationText, momentText } from "./texts.ts";
import { plannedText } from "./timing/moment-text.ts";
import { secondsAfter } from "./timing/seconds.ts";

/** So many people other than the requester look at what was done in an emergency. */
export const reviewsNeeded = 2;

/** How the review of what was done in an emergency stands. */
export interface ReviewState {
  readonly terms: BreakGlassTerms;
  readonly reviews: readonly Review[];
  readonly isComplete: boolean;
  /** When it has to be complete. */
  readonly dueAt: Date;
  /** Somebody has been told that it is not. */
  readonly isOverdue: boolean;
}

/** Nothing where there is nothing to review: it was no emergency, or has not run to an end. */
export function reviewStateOf(request: ApprovalRequest): ReviewState | undefined {
  const { breakGlass: terms } = request.requirement;
  if (!terms || (request.status !== "executed" && request.status !== "failed")) return undefined;
  const { reviews = [], reviewOverdueSince, statusHistory, requestedAt } = request;
  const endedAt = statusHistory.at(-1)?.at ?? requestedAt;
  return {
    terms,
    reviews,
    isComplete: reviews.length >= reviewsNeeded,
    dueAt: secondsAfter(endedAt, terms.reviewWithinSeconds),
    isOverdue: reviewOverdueSince !== undefined,
  };
}

/** Everyone who may review it: the reviewers, and once it is overdue those whom that was escalated to; never its requester. */
export function reviewersOf({ requirement, requestedBy, reviewOverdueSince }: ApprovalRequest) {
  const { reviewers = [], escalateTo = [] } = requirement.breakGlass ?? {};
  const all: readonly PersonId[] = reviewOverdueSince ? [...reviewers, ...escalateTo] : reviewers;
  return [...new Set(all)].filter((person) => person !== requestedBy.id);
}

/** "BREAK-GLASS: Reboot prod-orders-01" */
export function titleOf({
  description,
  requirement,
}: Pick<ApprovalRequest, "description" | "requirement">): string {
  return requirement.breakGlass ? `BREAK-GLASS: ${description.title}` : description.title;
}

/** What everybody has to read of an emergency; nothing of anything else. */
export function breakGlassFactsOf(request: ApprovalRequest): readonly Fact[] {
  const { requirement, incident, reviews = [] } = request;
  const { breakGlass } = requirement;
  if (!breakGlass) return [];
  return [
    { label: "Incident", value: incident ?? "none named" },
    { label: "Skipped", value: skippedText(requirement) },
    ...reviews.map(({ verdict, by, at, comment }) => ({
      label: verdict === "confirm" ? "Confirmed" : "Objected to",
      value: `by ${personText(by)}, ${momentText(at)}${comment === "" ? "" : `: “${comment}”`}`,
    })),
  ];
}

/** "2 approvals from dba-leads" */
export function skippedText({
  breakGlass,
  groups,
}: Pick<ApprovalRequest["requirement"], "breakGlass" | "groups">): string {
  return approvalsFromText(breakGlass?.approvalsSkipped ?? 0, groups);
}

/** How the review stands, as it follows the state; empty where there is none. */
export function reviewText(state: ReviewState | undefined): string {
  if (!state) return "";
  const { reviews, isComplete, isOverdue, dueAt } = state;
  const objectors = reviews.filter(({ verdict }) => verdict === "object").map(({ by }) => by.name);
  if (objectors.length > 0) {
    const more = isComplete ? "" : `, ${reviews.length} of ${reviewsNeeded} reviews`;
    return ` · objected to by ${objectors.join(" and ")}${more}`;
  }
  if (isComplete) return ` · confirmed by ${reviews.map(({ by }) => by.name).join(" and ")}`;
  const count = `${reviews.length} of ${reviewsNeeded}`;
  return isOverdue
    ? ` · REVIEW OVERDUE, ${count} since ${plannedText(dueAt)}`
    : ` · review ${count}, until ${plannedText(dueAt)}`;
}

/** "within 24 h of its end" */
export function reviewTimeText({ reviewWithinSeconds }: BreakGlassTerms): string {
  return `within ${durationText(reviewWithinSeconds)} of its end`;
}
