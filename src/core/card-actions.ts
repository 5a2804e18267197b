import { reviewersOf, reviewStateOf } from "./break-glass.ts";
import type { PersonId } from "./person.ts";
import { type ApprovalRequest, isOpen } from "./request.ts";
import { approversOf, cancellersOf } from "./who-decides.ts";

/** What can be pressed on a card. */
export type CardAction =
  | "approve"
  | "reject"
  | "cancel"
  | "confirm"
  | "object"
  | "revert"
  | "refresh"
  | "details";

/** What a card offers as it stands, whoever reads it. */
export function actionsOf(request: ApprovalRequest): readonly CardAction[] {
  const details = (request.description.longFacts ?? []).length > 0 ? (["details"] as const) : [];
  return [...stateActionsOf(request), ...details];
}

function stateActionsOf(request: ApprovalRequest): readonly CardAction[] {
  const refresh = request.intent.kind === "rds" ? (["refresh"] as const) : [];
  switch (request.status) {
    case "pending":
    case "escalated":
      return ["approve", "reject", "cancel", ...refresh];
    case "approved":
    case "scheduled":
      return request.partOf ? [] : ["cancel", ...refresh];
    case "executed":
      return [...reviewActionsOf(request), ...(request.inverse ? (["revert"] as const) : [])];
    case "failed":
      return reviewActionsOf(request);
    default:
      return [];
  }
}

function reviewActionsOf(request: ApprovalRequest): readonly CardAction[] {
  const state = reviewStateOf(request);
  return state && !state.isComplete ? ["confirm", "object"] : [];
}

/** The people who may press what not everybody may, whoever has to act first. */
export function actorsOf(request: ApprovalRequest): readonly PersonId[] {
  const cancelling = actionsOf(request).includes("cancel") ? cancellersOf(request) : [];
  const decided = new Set(request.decisions.map(({ by }) => by.id));
  const deciding = isOpen(request) ? approversOf(request).filter((one) => !decided.has(one)) : [];
  const reviewing = reviewActionsOf(request).length > 0 ? reviewersOf(request) : [];
  return [...new Set([...deciding, ...reviewing, ...cancelling])];
}
