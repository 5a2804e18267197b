import { z } from "zod";

/** A day in UTC, `2026-11-27`. */
export const daySchema = z.iso.date();

export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** So many days later, or earlier where it is negative. */
export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * 86_400_000));
}

/** Every day from the first to the last, both among them. */
export function daysFrom(first: string, last: string): readonly string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}
