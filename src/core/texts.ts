import type { Status } from "./request.ts";
import type { Requirement } from "./requirement.ts";
import type { Risk } from "./risk.ts";

/** How a status reads in a sentence: "Request req-… is waiting for approval." */
export const statusWords = {
  pending: "waiting for approval",
  escalated: "waiting for approval, escalated",
  approved: "approved, about to start",
  scheduled: "approved and scheduled",
  executing: "running",
  executed: "done",
  failed: "failed",
  rejected: "rejected",
  cancelled: "cancelled",
  expired: "expired",
} as const satisfies Record<Status, string>;

/** The same after "this request": the verb, and what may have an "already" before it. */
export const standingWords = {
  pending: ["is", "waiting for approval"],
  escalated: ["is", "waiting for approval"],
  approved: ["is", "approved"],
  scheduled: ["is", "approved and scheduled"],
  executing: ["is", "running"],
  executed: ["is", "done"],
  failed: ["has", "failed"],
  rejected: ["is", "rejected"],
  cancelled: ["is", "cancelled"],
  expired: ["is", "expired"],
} as const satisfies Record<Status, readonly [verb: string, rest: string]>;

export function approvalsText(approvals: number): string {
  return approvals === 1 ? "1 approval" : `${approvals} approvals`;
}

/** "2 approvals from dba-leads or sre-oncall"; from nobody in particular where no group is named. */
export function approvalsFromText(approvals: number, groups: readonly string[]): string {
  return `${approvalsText(approvals)}${groups.length > 0 ? ` from ${groups.join(" or ")}` : ""}`;
}

/** "high: 2 approvals from dba-leads", and why the risk is raised where it is. */
export function riskText(risk: Risk, requirement: Requirement): string {
  const { approvals, groups, raisedBy, denial, breakGlass, uncertainRules = [] } = requirement;
  // Before all parameters are known, a rule that only might deny is no reason to send anybody away.
  if (denial && !uncertainRules.some(({ rule }) => rule === denial.rule))
    return `${risk}: the policy does not allow it, as ${denial.reason} (rule ${denial.rule})`;
  const needed = breakGlass
    ? `without ${approvalsFromText(breakGlass.approvalsSkipped, groups)}`
    : approvals === 0
      ? "no approval needed"
      : approvalsFromText(approvals, groups);
  return raisedBy.length > 0 ? `${risk}, raised: ${raisedBy.join(", ")} · ${needed}` : `${risk}: ${needed}`;
}

/** `▰▰▰▰▱▱▱▱▱▱ 40 %`; what is beyond 0 to 100 is taken as the nearer end. */
export function progressBar(percent: number): string {
  const bounded = Math.min(100, Math.max(0, Math.round(percent)));
  const full = Math.round(bounded / 10);
  return `${"▰".repeat(full)}${"▱".repeat(10 - full)} ${bounded} %`;
}

/** A length of time as people say it: "45 s", "12 min", "5 h", "3 days". */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** A moment to the minute, for places that cannot show the reader's own time: "2026-11-20 23:28 UTC". */
export function momentText(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** The first names, and how many more there are: "a, b and 3 more". */
export function namesText(names: readonly string[], limit: number): string {
  const more = names.length - limit;
  return more > 0 ? `${names.slice(0, limit).join(", ")} and ${more} more` : names.join(", ");
}

/** The text cut to at most `limit` UTF-16 units, with an ellipsis where something is missing; no character is cut in two. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (limit < 1) return "";
  let cut = "";
  for (const character of text) {
    if (cut.length + character.length > limit - 1) break;
    cut += character;
  }
  return `${cut}…`;
}
