import type { RequestId } from "../../core/request.ts";

/** Who may run an action, once and for all: a poller, or nobody any more. */
export interface ActionClaim {
  readonly requestId: RequestId;
  readonly nonce: string;
  /** The poller's name, or `countersign` where the action was taken back. */
  readonly holder: string;
  /** Which of the holder's memories knows about it: a poller whose disk is another one knows nothing of its claim. */
  readonly store: string;
  readonly at: Date;
  /** Whether its holder has done with it and kept how it ended: a copy of the decision asks for nothing any more. */
  readonly isDone?: boolean;
}

/** The holder of an action that nobody may run. */
export const withdrawnBy = "countersign";

export interface ActionClaims {
  /** The claim that counts: the given one where it came first, else the one that did. */
  take(claim: ActionClaim): Promise<ActionClaim>;
  /** Notes that the holder has done with it. Throws where the claim is another's. */
  finish(claim: ActionClaim): Promise<void>;
  find(requestId: RequestId, nonce: string): Promise<ActionClaim | undefined>;
}
