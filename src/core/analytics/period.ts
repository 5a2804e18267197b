export const periodDays = [7, 30, 90] as const;

export type PeriodDays = (typeof periodDays)[number];

const dayMilliseconds = 86_400_000;
const daysPerWeek = 7;

/** Whole days in UTC, the last of them today. */
export interface Period {
  readonly days: PeriodDays;
  readonly from: Date;
  /** The midnight after it. */
  readonly to: Date;
}

/** The last so many days in UTC, that of `now` among them. */
export function periodOf(days: PeriodDays, now: Date): Period {
  const to = new Date((Math.floor(now.getTime() / dayMilliseconds) + 1) * dayMilliseconds);
  return { days, from: daysBefore(to, days), to };
}

/** The starts of the period's days, or of its weeks where it is long, the earliest first. */
export function stepsOf(period: Period): readonly Date[] {
  return period.days > 31 ? weeksOf(period) : startsOf(period, 1);
}

/** The starts of its weeks, which end with the period: the first one may be shorter. */
export function weeksOf(period: Period): readonly Date[] {
  return startsOf(period, daysPerWeek);
}

/** Which of the steps a moment belongs to; -1 for one before them all. */
export function stepAt(steps: readonly Date[], moment: Date): number {
  return steps.findLastIndex((start) => start <= moment);
}

function startsOf({ days, from, to }: Period, length: number): readonly Date[] {
  const count = Math.ceil(days / length);
  return Array.from({ length: count }, (_, index) => {
    const start = daysBefore(to, (count - index) * length);
    return start < from ? from : start;
  });
}

function daysBefore(moment: Date, days: number): Date {
  return new Date(moment.getTime() - days * dayMilliseconds);
}
