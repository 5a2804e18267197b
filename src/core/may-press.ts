import type { CardAction } from "./card-actions.ts";
import type { Person } from "./person.ts";
import type { ApprovalRequest } from "./request.ts";
import { mayDecide } from "./transitions/decide.ts";
import { mayReview } from "./transitions/review.ts";
import { cancellersOf } from "./who-decides.ts";

/** Whether a button of a request's card does anything for this reader. */
export function mayPress(action: CardAction, request: ApprovalRequest, reader: Person, now: Date): boolean {
  switch (action) {
    case "approve":
    case "reject":
      return mayDecide(request, reader, now).ok;
    case "confirm":
    case "object":
      return mayReview(request, reader).ok;
    case "cancel":
      return cancellersOf(request).includes(reader.id);
    case "revert":
    case "details":
    case "refresh":
      return true;
  }
}
