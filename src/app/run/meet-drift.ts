import type { Fact } from "../../core/fact.ts";
import type { RdsIntent } from "../../core/intent.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { askAgain } from "../../core/transitions/ask-again.ts";
import type { Change } from "../../core/transitions/change.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { Operation } from "../../operations/frame/operation.ts";
import type { RdsInstance } from "../../operations/frame/rds-gateway.ts";
import { askedOf } from "./find-drift.ts";
import { runGuidance } from "./run-guidance.ts";

/** `ask`: its approvers decide once more. `end`: nobody can, so the run fails. `leave`: it could not start any more either. */
export type DriftAnswer =
  | { readonly kind: "ask"; readonly sentBack: Change }
  | { readonly kind: "end"; readonly whyNot: string }
  | { readonly kind: "leave" };

/** What becomes of a request that was about to start when its target was found to be another than was approved. */
export function meetDrift(
  {
    request,
    intent,
    operation,
    instance,
    differences,
  }: {
    readonly request: ApprovalRequest;
    readonly intent: RdsIntent;
    readonly operation: Operation;
    readonly instance: RdsInstance;
    readonly differences: readonly Fact[];
  },
  rules: { readonly policy: Policy; readonly prices: PriceTable },
  now: Date,
): DriftAnswer {
  const target = { instanceId: intent.instance.id };
  // The people approved the whole bulk request, and cannot be asked for one instance of it.
  if (request.partOf) return { kind: "end", whyNot: runGuidance.partDrifted(target, differences) };
  const possible = operation.parse(intent.parameters, instance);
  if (!possible.ok) {
    return { kind: "end", whyNot: runGuidance.driftedPastSense(target, differences, possible.error) };
  }
  const asked = { ...askedOf(instance, { request, intent, operation }, rules), differences };
  const sentBack = askAgain(request, asked, now);
  if (sentBack.ok) return { kind: "ask", sentBack: sentBack.value };
  return sentBack.error.kind === "nobody-can-approve"
    ? { kind: "end", whyNot: runGuidance.driftedPastApproval(target, differences, sentBack.error) }
    : { kind: "leave" };
}
