import { type InstanceIdentity, type Intent, subjectOf } from "../core/intent.ts";
import type { Policy } from "../core/policy/policy.ts";
import { type WindowQuestion, windowsDemanded } from "../core/policy/windows-demanded.ts";
import type { ApprovalRequest } from "../core/request.ts";
import { err, ok, type Result } from "../core/result.ts";
import { freezesFor } from "../core/timing/freeze.ts";
import { nextStart, type StartRules } from "../core/timing/next-start.ts";
import type { OpeningHours } from "../core/timing/opening.ts";
import { hoursOfPolicyWindow } from "../core/timing/policy-window.ts";
import type { Start } from "../core/timing/start.ts";
import { hoursOfWeeklyWindow } from "../core/timing/weekly-window.ts";
import { findMaintenanceWindow } from "../operations/rules/time-window.ts";
import { keptFactsOf } from "./asked-facts.ts";

/** What a start is planned for. */
export interface StartQuestion extends WindowQuestion {
  readonly start: Start | undefined;
  readonly instanceId: string;
  /** As RDS writes it; nothing where it is not known. */
  readonly maintenanceWindow: string | undefined;
}

/** A start that has to wait. */
export interface PlannedStart {
  readonly startAt: Date;
  readonly why: string;
  readonly isHeld: boolean;
}

/**
 * What a start has to keep to, by the policy as it is now: the window that the request names, those that matching rules
 * demand, and the freezes. Refused, in words, where a window is not known.
 */
export function startRulesOf(policy: Policy, question: StartQuestion): Result<StartRules, string> {
  const { start, instanceId } = question;
  const names = [...windowsDemanded(policy, question), ...(start?.kind === "window" ? [start.name] : [])];
  const windows: OpeningHours[] = [];
  for (const name of new Set(names)) {
    const window = policy.windows[name];
    if (!window) return err(`the policy has no window ${name}`);
    windows.push(hoursOfPolicyWindow(name, window));
  }
  if (start?.kind === "maintenance-window") {
    const own = findMaintenanceWindow(question.maintenanceWindow ?? "");
    if (!own) return err(`the maintenance window of ${instanceId} is not known`);
    windows.push(hoursOfWeeklyWindow(own));
  }
  const notBefore = start?.kind === "at" ? new Date(start.at) : undefined;
  return ok({ notBefore, windows, freezes: freezesFor(policy.freezes, question) });
}

/**
 * When an approved or scheduled request may start, by the policy and the instance as they are now; nothing where it may at
 * once. Where no start is in sight it is looked at again the next day, so that it is neither run nor lost.
 */
export function planStart(
  policy: Policy,
  request: ApprovalRequest,
  maintenanceWindow: string | undefined,
  now: Date,
): PlannedStart | undefined {
  const { intent, environment, risk, estimatedCost: cost, partDrafts, requirement } = request;
  if (intent.kind !== "rds" && intent.kind !== "bulk") return undefined;
  const rules = startRulesOf(policy, {
    start: intent.start,
    operation: intent.operation,
    environment,
    risk,
    cost,
    partCosts: partDrafts?.map(({ estimatedCost }) => estimatedCost),
    partFacts: keptFactsOf(request),
    pinned: requirement,
    instanceId: subjectOf(intent),
    maintenanceWindow,
  });
  if (!rules.ok) return lookedAtAgain(rules.error, now);
  const next = nextStart(rules.value, now);
  if (!next) return lookedAtAgain("the windows that it has to start in never meet", now);
  if (next.at <= now) return undefined;
  const isLater = request.status === "scheduled" && request.startAt < next.at;
  return { startAt: next.at, why: next.why.join(", "), isHeld: next.isFrozen || isLater };
}

/** The same moment for everyone who looks on the same day. */
function lookedAtAgain(problem: string, now: Date): PlannedStart {
  const day = 86_400_000;
  const startAt = new Date((Math.floor(now.getTime() / day) + 1) * day);
  return { startAt, why: `as ${problem}; it is looked at again then`, isHeld: true };
}

/** The instance whose maintenance window tells when the intent starts; nothing where none does. */
export function maintainedInstanceOf(intent: Intent): InstanceIdentity | undefined {
  return intent.kind === "rds" && intent.start?.kind === "maintenance-window" ? intent.instance : undefined;
}
