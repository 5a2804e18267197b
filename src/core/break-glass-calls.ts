import { type Call, callTo } from "./asking-lines.ts";
import type { AuditEvent } from "./audit-event.ts";
import { reviewersOf, reviewStateOf, reviewTimeText, titleOf } from "./break-glass.ts";
import { type PersonId, personText } from "./person.ts";
import type { ApprovalRequest } from "./request.ts";
import { plannedText } from "./timing/moment-text.ts";

/**
 * Who is told in person of an emergency: everyone who would have been asked, that it runs without them; the reviewers at its end; and
 * whoever has not reviewed it, with those whom that is escalated to, once it is overdue.
 */
export function breakGlassCallsOf(request: ApprovalRequest, events: readonly AuditEvent[]): readonly Call[] {
  const { requirement, requestedBy, incident, justification, id } = request;
  const { breakGlass } = requirement;
  if (!breakGlass) return [];
  const state = reviewStateOf(request);
  const reviewed = new Set(state?.reviews.map(({ by }) => by.id));
  const toReview = state?.isComplete ? [] : reviewersOf(request).filter((person) => !reviewed.has(person));
  const skipped = requirement.approvers.filter((person) => person !== requestedBy.id);
  const how = `\`confirm ${id}\`, or \`object ${id} because ...\`; its card has buttons for both.`;
  return events.flatMap((event) => {
    switch (event.kind) {
      case "created":
        return calls(
          event,
          skipped,
          `${titleOf(request)} (${id}) runs now, without your approval: ${personText(requestedBy)} has broken the glass for the incident ${incident}: “${justification}” Two others review it ${reviewTimeText(breakGlass)}. \`status ${id}\` shows it.`,
        );
      case "completed":
      case "failed":
        return calls(
          event,
          toReview,
          `Please review ${titleOf(request)} (${id}), done by ${requestedBy.name} without approvals for the incident ${incident}${state ? `, until ${plannedText(state.dueAt)}` : ""}: ${how}`,
        );
      case "review-overdue":
        return calls(
          event,
          toReview,
          `The review of ${titleOf(request)} (${id}) is overdue. It was done by ${requestedBy.name} without approvals for the incident ${incident}. Please review it now: ${how}`,
        );
      default:
        return [];
    }
  });
}

function calls(event: AuditEvent, people: readonly PersonId[], text: string): readonly Call[] {
  return people.map((to) => callTo(event, to, text, "bad"));
}
