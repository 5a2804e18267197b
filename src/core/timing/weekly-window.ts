import type { OpeningHours } from "./opening.ts";

/** RDS's maintenance window, in minutes: its start since Monday 00:00 UTC, and how long it is. */
export interface WeeklyWindow {
  readonly start: number;
  readonly length: number;
}

const minute = 60_000;
const week = 7 * 24 * 60;
/** Monday 5 January 1970, as the first of January was a Thursday. */
const someMonday = 4 * 24 * 60;
const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** When an instance's own maintenance window is open. */
export function hoursOfWeeklyWindow({ start, length }: WeeklyWindow): OpeningHours {
  return {
    label: "maintenance window",
    nextOpening: (after) => {
      const now = after.getTime() / minute;
      const first = someMonday + start;
      // The first one whose end is after now.
      const weeks = Math.floor((now - first - length) / week) + 1;
      const from = first + weeks * week;
      return { from: new Date(from * minute), to: new Date((from + length) * minute) };
    },
  };
}

/** "Sun 04:00–04:30 UTC" */
export function weeklyWindowText({ start, length }: WeeklyWindow): string {
  const end = (start + length) % week;
  const lastDay = dayOf(end) === dayOf(start) ? "" : `${dayOf(end)} `;
  return `${dayOf(start)} ${clockOf(start)}–${lastDay}${clockOf(end)} UTC`;
}

function dayOf(minutes: number): string {
  return dayNames[Math.floor(minutes / 1440)] ?? "";
}

function clockOf(minutes: number): string {
  const pad = (number: number) => String(number).padStart(2, "0");
  return `${pad(Math.floor((minutes % 1440) / 60))}:${pad(minutes % 60)}`;
}
