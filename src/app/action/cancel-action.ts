import { err } from "../../core/result.ts";
import { cancel } from "../../core/transitions/cancel.ts";
import type { CancelRequest } from "../cancel-request.ts";
import { type ActionClaims, withdrawnBy } from "../ports/action-claims.ts";
import type { RequestStore } from "../ports/request-store.ts";
import { isRunBy } from "./settle-action.ts";

interface Dependencies {
  readonly requests: Pick<RequestStore, "find">;
  readonly claims: ActionClaims;
  readonly now: () => Date;
  readonly cancelRequest: CancelRequest;
}

/** Cancels like `cancelRequest`; an approved action is taken from the pollers first, and refused where one has begun it. */
export function makeCancelAction({ requests, claims, now, cancelRequest }: Dependencies): CancelRequest {
  return async (id, command) => {
    const request = await requests.find(id);
    if (request?.status !== "approved" || !request.action) return cancelRequest(id, command);
    if (!cancel(request, command, now()).ok) return cancelRequest(id, command);
    const { nonce } = request.action;
    const claim = await claims.take({
      requestId: id,
      nonce,
      holder: withdrawnBy,
      store: withdrawnBy,
      at: now(),
    });
    if (isRunBy(claim)) return err({ kind: "wrong-status", action: "cancelled", status: "executing" });
    return cancelRequest(id, command);
  };
}
