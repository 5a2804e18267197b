import { type InstanceIdentity, subjectOf } from "../../core/intent.ts";
import { startPolicyOf } from "../../core/policy/break-glass.ts";
import type { Policy } from "../../core/policy/policy.ts";
import { type WindowQuestion, windowsDemanded } from "../../core/policy/windows-demanded.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { type JointLimits, jointLimitsOf, maintenanceWord } from "../../core/timing/approval-limits.ts";
import { freezesFor } from "../../core/timing/freeze.ts";
import { plannedText } from "../../core/timing/moment-text.ts";
import { type NextStart, nextStart, type StartRules } from "../../core/timing/next-start.ts";
import type { OpeningHours } from "../../core/timing/opening.ts";
import { hoursOfPolicyWindow } from "../../core/timing/policy-window.ts";
import type { Start } from "../../core/timing/start.ts";
import { hoursOfWeeklyWindow } from "../../core/timing/weekly-window.ts";
import { findMaintenanceWindow } from "../../operations/rules/time-window.ts";
import { keptFactsOf } from "../submit/asked-facts.ts";

/** What a start is planned for. */
export interface StartQuestion extends WindowQuestion {
  readonly start: Start | undefined;
  readonly instanceId: string;
  /** What the approvals limit it to. */
  readonly limits?: JointLimits | undefined;
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
  const { start, instanceId, limits } = question;
  const limiting = limits?.windows ?? [];
  const names = [
    ...windowsDemanded(policy, question),
    ...(start?.kind === "window" ? [start.name] : []),
    ...limiting.filter((name) => name !== maintenanceWord),
  ];
  const windows: OpeningHours[] = [];
  for (const name of new Set(names)) {
    const window = policy.windows[name];
    if (!window) return err(`the policy has no window ${name}`);
    windows.push(hoursOfPolicyWindow(name, window));
  }
  if (start?.kind === "maintenance-window" || limiting.includes(maintenanceWord)) {
    const own = findMaintenanceWindow(question.maintenanceWindow ?? "");
    if (!own) return err(`the maintenance window of ${instanceId} is not known`);
    windows.push(hoursOfWeeklyWindow(own));
  }
  const asked = start?.kind === "at" ? [Date.parse(start.at)] : [];
  const begins = [...asked, ...(limits?.notBefore ? [limits.notBefore.getTime()] : [])];
  const notBefore = begins.length > 0 ? new Date(Math.max(...begins)) : undefined;
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
  const next = findNextStart(policy, request, maintenanceWindow, now);
  if (!next) return undefined;
  const { notAfter } = jointLimitsOf(request);
  const planned = next.ok ? laterStart(request, next.value, now) : lookedAtAgain(next.error, now);
  // By then it is over: whoever looks at it then ends it.
  return planned && notAfter && notAfter <= planned.startAt
    ? {
        startAt: notAfter,
        why: `${planned.why}; and it ends then, as it was approved for no later`,
        isHeld: true,
      }
    : planned;
}

function laterStart(request: ApprovalRequest, next: NextStart, now: Date): PlannedStart | undefined {
  if (next.at <= now) return undefined;
  const isLater = request.status === "scheduled" && request.startAt < next.at;
  return { startAt: next.at, why: next.why.join(", "), isHeld: next.isFrozen || isLater };
}

/** Why an approval with its limits leaves no possible start, by the policy as it is now; nothing where it leaves one. */
export function findNoStart(
  policy: Policy,
  request: ApprovalRequest,
  maintenanceWindow: string | undefined,
  now: Date,
): string | undefined {
  const next = findNextStart(policy, request, maintenanceWindow, now);
  if (!next) return undefined;
  if (!next.ok) return next.error;
  const { notAfter } = jointLimitsOf(request);
  const { at, why } = next.value;
  if (!notAfter || at < notAfter) return undefined;
  return `it could start ${plannedText(at)} at the earliest${why.length > 0 ? `, ${why.join(", ")}` : ""}`;
}

/** The first moment from now on that it may start at, or why there is none; nothing for what has no start to plan. */
function findNextStart(
  policyNow: Policy,
  request: ApprovalRequest,
  maintenanceWindow: string | undefined,
  now: Date,
): Result<NextStart, string> | undefined {
  const { intent, environment, risk, estimatedCost: cost, partDrafts, requirement } = request;
  if (intent.kind !== "rds" && intent.kind !== "bulk") return undefined;
  const rules = startRulesOf(startPolicyOf(policyNow, requirement), {
    start: intent.start,
    limits: jointLimitsOf(request),
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
  if (!rules.ok) return rules;
  const next = nextStart(rules.value, now);
  return next ? ok(next) : err("the windows that it has to start in never meet");
}

/** The same moment for everyone who looks on the same day. */
function lookedAtAgain(problem: string, now: Date): PlannedStart {
  const day = 86_400_000;
  const startAt = new Date((Math.floor(now.getTime() / day) + 1) * day);
  return { startAt, why: `as ${problem}; it is looked at again then`, isHeld: true };
}

/** The instance whose maintenance window tells when the request starts; nothing where none does. */
export function maintainedInstanceOf(
  request: Pick<ApprovalRequest, "intent" | "decisions">,
): InstanceIdentity | undefined {
  const { intent } = request;
  if (intent.kind !== "rds") return undefined;
  const isLimited = jointLimitsOf(request).windows.includes(maintenanceWord);
  return isLimited || intent.start?.kind === "maintenance-window" ? intent.instance : undefined;
}
