import type { Policy } from "../../core/policy/policy.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { err } from "../../core/result.ts";
import { schedule } from "../../core/transitions/schedule.ts";
import { changeRequest, type RequestChanger } from "../change-request.ts";
import { planStart } from "./plan-start.ts";

/**
 * Whether the request must not start now, by the policy as it is now and the instance's maintenance window as it is known:
 * then it is scheduled for when it may, so that it is neither run nor lost.
 */
export async function holdStart(
  deps: RequestChanger & { readonly policy: Policy },
  approved: ApprovalRequest,
  maintenanceWindow: string | undefined,
): Promise<boolean> {
  if (!planStart(deps.policy, approved, maintenanceWindow, deps.now())) return false;
  // True also where another one has scheduled it meanwhile, or it was asked for again.
  let isHeld = true;
  await changeRequest(deps, approved.id, (request, now) => {
    if (request.digest !== approved.digest) return err({ kind: "changed-since-seen" });
    const planned = planStart(deps.policy, request, maintenanceWindow, now);
    isHeld = planned !== undefined;
    return planned ? schedule(request, planned, now) : err({ kind: "not-due", at: now });
  });
  return isHeld;
}
