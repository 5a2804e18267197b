import { heldBack } from "../asking-times.ts";
import type { EscalationStep, QuietHours, Reminders } from "../policy-terms.ts";
import { secondsAfter } from "../timing/seconds.ts";
import { membersOf } from "./people-asked.ts";
import type { Policy, Rule } from "./policy.ts";

export interface TimesAsked {
  readonly expiresAfterSeconds: number;
  readonly escalation: readonly EscalationStep[];
  readonly reminders: Reminders | undefined;
  readonly quietHours: QuietHours | undefined;
}

/**
 * What is to happen as time goes by: the shortest expiry of the matching rules, the steps of all of them, and the most frequent
 * reminders. `certain` are those of them whose conditions could be told: only these add people who may decide.
 */
export function timesAsked(
  policy: Policy,
  matching: readonly Rule[],
  { certain, level, at }: Asked,
): TimesAsked {
  const expiries = matching.flatMap(({ expires_after }) => expires_after ?? []);
  const seconds = Math.min(...(expiries.length > 0 ? expiries : [policy.defaults.expires_after]));
  const isUrgent = matching.some(({ ignore_quiet_hours }) => ignore_quiet_hours);
  const quietHours = isUrgent ? undefined : quietHoursOf(policy);
  const expiresAfterSeconds = at ? secondsUntil(at, quietHours, seconds) : seconds;
  return {
    expiresAfterSeconds,
    escalation: stepsOf(policy, certain, { expiresAfterSeconds, level }),
    reminders: remindersOf(policy, matching),
    quietHours,
  };
}

interface Asked {
  readonly certain: readonly Rule[];
  readonly level: number | undefined;
  /** When it is asked for; nothing where nobody asks yet. */
  readonly at: Date | undefined;
}

/** So long, and on to the end of quiet hours that hold it back. */
function secondsUntil(at: Date, quietHours: QuietHours | undefined, seconds: number): number {
  const end = heldBack(quietHours, "expiry", secondsAfter(at, seconds));
  return Math.ceil((end.getTime() - at.getTime()) / 1000);
}

/** Steps at the same time are one; those after the end are left out. */
function stepsOf(
  policy: Policy,
  certain: readonly Rule[],
  {
    expiresAfterSeconds,
    level,
  }: { readonly expiresAfterSeconds: number; readonly level: number | undefined },
): readonly EscalationStep[] {
  const groupsAt = new Map<number, readonly string[]>();
  for (const { escalate = [], escalate_to } of certain) {
    const half = Math.floor(expiresAfterSeconds / 2);
    for (const { after, to } of [...escalate, ...(escalate_to ? [{ after: half, to: escalate_to }] : [])]) {
      if (after < expiresAfterSeconds) groupsAt.set(after, [...(groupsAt.get(after) ?? []), ...to]);
    }
  }
  return [...groupsAt]
    .toSorted(([one], [other]) => one - other)
    .map(([afterSeconds, all]) => {
      const groups = [...new Set(all)];
      return { afterSeconds, groups, approvers: membersOf(policy, groups, level) };
    });
}

function remindersOf(policy: Policy, matching: readonly Rule[]): Reminders | undefined {
  const ruled = matching.flatMap(({ remind }) => remind ?? []);
  const [first] = ruled.toSorted(
    (one, other) => one.after - other.after || one.back_off - other.back_off || other.at_most - one.at_most,
  );
  const remind = first ?? policy.defaults.remind;
  return remind && { afterSeconds: remind.after, backOff: remind.back_off, atMost: remind.at_most };
}

function quietHoursOf({ quiet_hours }: Policy): QuietHours | undefined {
  if (!quiet_hours) return undefined;
  const { hold, ...window } = quiet_hours;
  return { window, hold };
}
