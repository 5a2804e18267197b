import type { ApprovalRequest } from "../../src/core/request.ts";

/** A card that came, and the milliseconds until then. */
export interface Posted<Card> {
  readonly card: Card;
  readonly postedMs: number;
}

/** The steps of an approval in a chat as the running application takes them. */
export interface ChatApproval<Card> {
  /** Commits a request, and waits for its card; timed from the commit. */
  ask(): Promise<Posted<Card> & { readonly request: ApprovalRequest }>;
  /** Presses Approve, and waits for the card to change; both are timed from there. */
  approve(
    request: ApprovalRequest,
    card: Card,
  ): Promise<{ readonly answeredMs: number; readonly changedMs: number }>;
}

/** The same steps with nothing of ours, seen in the same way. */
export interface BareChatApproval<Card> {
  /** Posts a message as large as the card; timed until it is seen. */
  post(card: Card): Promise<Posted<Card>>;
  /** One read, one transaction of two puts, one change of the message; the milliseconds until that is seen. */
  decideAndUpdate(card: Card): Promise<number>;
  /** Presses Approve in a bare app of the chat's library, and waits for its answer. */
  press(request: ApprovalRequest): Promise<void>;
}
