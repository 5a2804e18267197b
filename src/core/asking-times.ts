import type { QuietHours } from "./policy-terms.ts";
import type { ApprovalRequest, OpenRequest } from "./request.ts";
import { hoursOfPolicyWindow } from "./timing/policy-window.ts";
import { secondsAfter } from "./timing/seconds.ts";

/** What time brings next to an asking. */
export interface NextStep {
  readonly kind: "remind" | "escalate" | "expire";
  readonly at: Date;
}

/** The earliest of its next reminder, its next step of escalation and its end; at the same moment the later of these counts. */
export function nextStepOf(request: OpenRequest): NextStep {
  const steps: readonly NextStep[] = [
    { kind: "expire", at: request.expiresAt },
    ...stepAt("escalate", nextEscalationAt(request)),
    ...stepAt("remind", nextReminderAt(request)),
  ];
  return steps.reduce((first, other) => (other.at < first.at ? other : first));
}

/** Nothing where nobody is left to be called. */
export function nextEscalationAt(request: ApprovalRequest): Date | undefined {
  const step = request.requirement.escalation?.[request.escalationsTaken ?? 0];
  return (
    step &&
    heldBack(request.requirement.quietHours, "escalation", secondsIntoAsking(request, step.afterSeconds))
  );
}

/** Nothing where there are no reminders, or they are over. */
export function nextReminderAt(request: ApprovalRequest): Date | undefined {
  return reminderAt(request, request.remindersOver ?? 0);
}

/** How many reminders are over at that moment: several after a time when nobody looked. */
export function remindersOverAt(request: ApprovalRequest, now: Date): number {
  let over = request.remindersOver ?? 0;
  for (let at = reminderAt(request, over); at && at <= now; at = reminderAt(request, over)) over += 1;
  return over;
}

/** A policy leaves some hours of each week. */
const mostQuietDays = 7;

/** The moment, or the end of the quiet hours that hold back what is to happen then: whole days that touch, as of a weekend, are one. */
export function heldBack(
  quietHours: QuietHours | undefined,
  what: QuietHours["hold"][number],
  at: Date,
): Date {
  if (!quietHours?.hold.includes(what)) return at;
  const { nextOpening } = hoursOfPolicyWindow("quiet", quietHours.window);
  let moment = at;
  for (let day = 1; day <= mostQuietDays; day += 1) {
    const opening = nextOpening(moment);
    if (!opening || opening.from > moment) return moment;
    moment = opening.to;
  }
  return moment;
}

function reminderAt(request: ApprovalRequest, index: number): Date | undefined {
  const { reminders, quietHours } = request.requirement;
  if (!reminders || index >= reminders.atMost) return undefined;
  let after = 0;
  for (let one = 0; one <= index; one += 1) after += reminders.afterSeconds * reminders.backOff ** one;
  return heldBack(quietHours, "reminders", secondsIntoAsking(request, after));
}

/** Counted from when people were last asked: anew after a drift. */
function secondsIntoAsking({ statusHistory, requestedAt }: ApprovalRequest, seconds: number): Date {
  const began = statusHistory.findLast(({ status }) => status === "pending")?.at ?? requestedAt;
  return secondsAfter(began, Math.round(seconds));
}

function stepAt(kind: NextStep["kind"], at: Date | undefined): readonly NextStep[] {
  return at ? [{ kind, at }] : [];
}
