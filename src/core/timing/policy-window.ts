import { DateTime, IANAZone } from "luxon";
import { z } from "zod";
import type { Opening, OpeningHours } from "./opening.ts";

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time as "22:00", in quotes');
const closingClock = z.union([clock, z.literal("24:00")], { error: 'write a time as "05:00", in quotes' });

/** The name of a place's time zone, such as `Europe/Berlin`, whose summer time is then known. Luxon keeps what it has looked up. */
export const timeZoneSchema = z
  .string()
  .refine(
    (zone) => zone === "UTC" || (zone.includes("/") && IANAZone.create(zone).isValid),
    'write a time zone as "UTC" or by its place, such as "Europe/Berlin"',
  );

/** Less could pass while whatever starts the work is late. */
const fewestMinutes = 30;

/** Hours on days of the week, by the clocks of one place. It may go past midnight; then it opens on the days that are named. */
export const policyWindowSchema = z
  .strictObject({
    days: z
      .array(z.enum(weekdays))
      .min(1)
      .default([...weekdays]),
    from: clock,
    to: closingClock,
    time_zone: timeZoneSchema.default("UTC"),
  })
  .refine((window) => lengthOf(window) >= fewestMinutes, {
    message: `a window needs at least ${fewestMinutes} minutes; a whole day is "00:00" to "24:00"`,
    path: ["to"],
  });

export type PolicyWindow = z.output<typeof policyWindowSchema>;

/** "mon–fri 22:00–05:00 Europe/Berlin" */
export function policyWindowText({ days, from, to, time_zone }: PolicyWindow): string {
  return `${daysText(days)} ${from}–${to} ${time_zone}`;
}

/** When the policy's window is open. On the day on which the clocks change it is open from when they first show its hours. */
export function hoursOfPolicyWindow(name: string, window: PolicyWindow): OpeningHours {
  return {
    label: `window ${name}`,
    nextOpening: (after) => {
      const today = DateTime.fromJSDate(after, { zone: window.time_zone }).startOf("day");
      // The one of yesterday may go past midnight; two weeks hold every day at least once beside one that summer time swallows.
      for (let ahead = -1; ahead <= 14; ahead += 1) {
        const opening = openingOn(today.plus({ days: ahead }), window);
        if (opening && opening.to > after) return opening;
      }
      return undefined;
    },
  };
}

/** Nothing on a day that is not one of the window's, and where summer time begins in its stead. */
function openingOn(day: DateTime, { days, from, to }: PolicyWindow): Opening | undefined {
  const weekday = weekdays[day.weekday - 1];
  if (weekday === undefined || !days.includes(weekday)) return undefined;
  const opening = momentAt(day, from);
  const closing = momentAt(minutesOf(to) <= minutesOf(from) ? day.plus({ days: 1 }) : day, to);
  return opening < closing ? { from: opening, to: closing } : undefined;
}

/** When the clocks first show the time on that day, or first show a later one. */
function momentAt(day: DateTime, time: string): Date {
  const minutes = minutesOf(time);
  const date = day.plus({ days: Math.floor(minutes / 1440) });
  const shown = { hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 };
  let moment = date.set(shown);
  if (moment.hour === shown.hour && moment.minute === shown.minute) {
    const [first = moment] = moment
      .getPossibleOffsets()
      .toSorted((one, other) => one.toMillis() - other.toMillis());
    return first.toJSDate();
  }
  // Luxon goes on by the hour that the clocks leave out; the time that they show first is the one after the change.
  while (moment.minus({ minutes: 1 }).offset === moment.offset) moment = moment.minus({ minutes: 1 });
  return moment.toJSDate();
}

function lengthOf({ from, to }: { readonly from: string; readonly to: string }): number {
  const minutes = minutesOf(to) - minutesOf(from);
  return minutes < 0 ? minutes + 1440 : minutes;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function daysText(days: readonly (typeof weekdays)[number][]): string {
  if (new Set(days).size === weekdays.length) return "every day";
  const indexes = [...new Set(days)]
    .map((day) => weekdays.indexOf(day))
    .toSorted((one, other) => one - other);
  const [first = 0] = indexes;
  const last = indexes.at(-1) ?? first;
  const isRow = indexes.length > 2 && last - first === indexes.length - 1;
  return isRow ? `${weekdays[first]}–${weekdays[last]}` : indexes.map((index) => weekdays[index]).join(", ");
}
