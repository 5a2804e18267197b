import type { Policy } from "../core/policy/policy.ts";
import type { Refusal } from "../core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../core/request.ts";
import { err, type Result } from "../core/result.ts";
import { jointLimitsOf, jointLimitsText, maintenanceWord } from "../core/timing/approval-limits.ts";
import type { Change } from "../core/transitions/change.ts";
import { type DecisionCommand, decide } from "../core/transitions/decide.ts";
import { attemptChange, type RequestChanger } from "./change-request.ts";
import type { Inventory } from "./ports/inventory.ts";
import { findNoStart } from "./start/plan-start.ts";

export type DecideRequest = (
  id: RequestId,
  command: DecisionCommand,
) => Promise<Result<ApprovalRequest, Refusal>>;

export interface DecideDependencies extends RequestChanger {
  /** Its windows and freezes tell whether a limited approval leaves a start. */
  readonly policy: Policy;
  readonly inventory: Pick<Inventory, "find">;
}

/**
 * Records one person's decision: one read, one transaction of request and event. An approval that limits when it may start is
 * refused where that leaves no start.
 */
export function makeDecideRequest(deps: DecideDependencies): DecideRequest {
  return async (id, command) => {
    const isLimited = command.kind === "approve" && command.limits !== undefined;
    const maintenanceWindow = isLimited ? await findMaintenanceWindow(id, command) : undefined;
    const attempt = { by: command.by, surface: command.surface, attempt: command.kind };
    return attemptChange(deps, id, attempt, (request, now) => {
      const decided = decide(request, command, now);
      if (!decided.ok || !isLimited) return decided;
      const refusal = noStartRefusal(decided.value, maintenanceWindow, now);
      return refusal ? err(refusal) : decided;
    });
  };

  function noStartRefusal(
    { request }: Change,
    maintenanceWindow: string | undefined,
    now: Date,
  ): Refusal | undefined {
    const why = findNoStart(deps.policy, request, maintenanceWindow, now);
    return why === undefined
      ? undefined
      : { kind: "no-start-left", limits: jointLimitsText(jointLimitsOf(request)), why };
  }

  /** The instance's own, where the request or a limit names it. */
  async function findMaintenanceWindow(
    id: RequestId,
    { limits }: DecisionCommand,
  ): Promise<string | undefined> {
    const request = await deps.requests.find(id);
    if (request?.intent.kind !== "rds") return undefined;
    const named = [...jointLimitsOf(request).windows, limits?.window];
    const isNeeded = named.includes(maintenanceWord) || request.intent.start?.kind === "maintenance-window";
    return isNeeded ? (await deps.inventory.find(request.intent.instance))?.maintenanceWindow : undefined;
  }
}
