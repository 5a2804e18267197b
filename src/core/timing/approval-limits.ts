import { plannedText } from "./moment-text.ts";

/** What an approver limits their approval to. */
export interface ApprovalLimits {
  readonly notBefore?: Date | undefined;
  /** It starts before that, or not at all. */
  readonly notAfter?: Date | undefined;
  /** The name of one of the policy's windows, or `maintenance` for the instance's own. */
  readonly window?: string | undefined;
}

/** What all approvals together limit a start to. */
export interface JointLimits {
  readonly notBefore: Date | undefined;
  readonly notAfter: Date | undefined;
  readonly windows: readonly string[];
}

/** A decision, as far as its limits go. */
interface Limited {
  readonly kind: "approve" | "reject";
  readonly limits?: ApprovalLimits | undefined;
}

export const maintenanceWord = "maintenance";

/** The limits of all approvals at once: the latest beginning, the earliest end, and every window. */
export function jointLimitsOf({ decisions }: { readonly decisions: readonly Limited[] }): JointLimits {
  const all = decisions.flatMap(({ kind, limits }) => (kind === "approve" && limits ? [limits] : []));
  const times = (key: "notBefore" | "notAfter") => all.flatMap((one) => one[key]?.getTime() ?? []);
  const [begins, ends] = [times("notBefore"), times("notAfter")];
  return {
    notBefore: begins.length > 0 ? new Date(Math.max(...begins)) : undefined,
    notAfter: ends.length > 0 ? new Date(Math.min(...ends)) : undefined,
    windows: [...new Set(all.flatMap(({ window }) => window ?? []))],
  };
}

/** "not before Sun 22 Nov 2026 03:00 UTC, only in the window night"; empty where nothing is limited. */
export function limitsText({ notBefore, notAfter, window }: ApprovalLimits = {}): string {
  return [
    ...(notBefore ? [`not before ${plannedText(notBefore)}`] : []),
    ...(notAfter ? [`not after ${plannedText(notAfter)}`] : []),
    ...(window === undefined ? [] : [`only in ${windowName(window)}`]),
  ].join(", ");
}

/** All of them together, in words; empty where nothing is limited. */
export function jointLimitsText({ notBefore, notAfter, windows }: JointLimits): string {
  const [first, ...others] = windows;
  const text = limitsText({ notBefore, notAfter, window: first });
  return [text, ...others.map((name) => `and in ${windowName(name)}`)].filter((one) => one !== "").join(" ");
}

export function limitsToJson({ notBefore, notAfter, window }: ApprovalLimits) {
  return {
    ...(notBefore && { not_before: notBefore.toISOString() }),
    ...(notAfter && { not_after: notAfter.toISOString() }),
    ...(window !== undefined && { window }),
  };
}

export function isUnlimited({ notBefore, notAfter, window }: ApprovalLimits = {}): boolean {
  return notBefore === undefined && notAfter === undefined && window === undefined;
}

function windowName(name: string): string {
  return name === maintenanceWord ? "the maintenance window" : `the window ${name}`;
}
