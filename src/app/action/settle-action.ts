import type { ActionState } from "../../core/action/action-state.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import type { Result } from "../../core/result.ts";
import type { Change } from "../../core/transitions/change.ts";
import { fail } from "../../core/transitions/run.ts";
import { type ActionClaim, withdrawnBy } from "../ports/action-claims.ts";

/** A start that is only known by its claim may take so long, when the poller's own report of it is lost. */
export const unreportedPatienceSeconds = 1800;

/** For messages that are late, after a run's own time. */
export const reportGraceSeconds = 120;

/** Whether a poller has an action; false where it is nobody's, and where it was taken back. */
export function isRunBy(claim: ActionClaim | undefined): claim is ActionClaim {
  return claim !== undefined && claim.holder !== withdrawnBy;
}

/** Ends a run of which nobody knows how it ended. */
export function giveUp(request: ApprovalRequest, now: Date): Result<Change, Refusal> {
  const poller = pollerOf(request.action);
  return fail(
    request,
    {
      result: "failed",
      facts: [{ label: "Outcome", value: "started, outcome unknown" }],
      guidance: `${poller} started it and has not told how it ended. It is not run again by itself: look at ${subjectText(request)} first, then ask again if it is still needed.`,
      details: { is_unknown: true },
    },
    now,
  );
}

function pollerOf(action: ActionState | undefined): string {
  return action?.poller ?? "The poller";
}

function subjectText({ intent }: ApprovalRequest): string {
  return intent.kind === "message" ? intent.subject : "the system";
}
