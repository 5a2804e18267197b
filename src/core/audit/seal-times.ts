import { addDays, dayOf } from "./day.ts";

/**
 * A day is sealed so long after its end. What a function began before midnight is committed or given up within minutes, and clocks
 * that sign requests are at most a quarter of an hour off, as AWS refuses them otherwise.
 */
const hoursToSeal = 6;
/** The function runs each hour: by then it has had three tries. */
const hoursToMiss = 9;
/** So many days long an event that came after its day's seal goes into a later one. */
export const lateDays = 3;
/** So many days the first seal of all looks back, as nothing was sealed before it. */
export const firstLateDays = 31;

const hour = 3_600_000;

/** The last day that can be sealed now. */
export function lastSealableDay(now: Date): string {
  return addDays(dayOf(new Date(now.getTime() - hoursToSeal * hour)), -1);
}

/** The last day whose seal is missed where it is not there. */
export function lastOwedDay(now: Date): string {
  return addDays(dayOf(new Date(now.getTime() - hoursToMiss * hour)), -1);
}
