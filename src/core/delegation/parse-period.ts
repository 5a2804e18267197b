import { DateTime } from "luxon";
import type { ParameterIssue } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import { weekdays } from "../timing/policy-window.ts";
import type { Delegation } from "./delegation.ts";

/** Longer than that somebody else belongs into the policy. */
const mostDays = 90;

const example = 'say a day such as 2026-12-04, "friday" or "tomorrow", or a moment such as 2026-12-04T18:00';

type Period = Pick<Delegation, "from" | "until" | "untilText">;

/**
 * From when and until when, as people write it, by the clocks of one place: a day, which counts whole, a weekday to come,
 * `today`, `tomorrow`, or a moment. From now on where no beginning is said.
 */
export function parsePeriod(
  said: { readonly from: string; readonly until: string },
  { zone, now }: { readonly zone: string; readonly now: Date },
): Result<Period, readonly ParameterIssue[]> {
  const today = DateTime.fromJSDate(now, { zone });
  const [begins, ends] = [momentOf(said.from, today), momentOf(said.until, today)];
  if (said.from !== "" && !begins) return wrong("from", `"${said.from}" is not a day: ${example}`);
  if (said.until === "") return wrong("until", `say until when: ${example}`);
  if (!ends) return wrong("until", `"${said.until}" is not a day: ${example}`);
  const from = begins && begins.at.toJSDate() > now ? begins.at.toJSDate() : now;
  const until = (ends.isDay ? ends.at.plus({ days: 1 }) : ends.at).toJSDate();
  if (until <= now) return wrong("until", `${said.until} is over`);
  if (until <= from) return wrong("until", "it ends before it begins");
  if (until.getTime() - now.getTime() > mostDays * 86_400_000) {
    return wrong("until", `${mostDays} days ahead at most; for longer, have the policy changed`);
  }
  const day = ends.at.setLocale("en-GB").toFormat("ccc d LLL");
  return ok({ from, until, untilText: ends.isDay ? day : `${day} ${ends.at.toFormat("HH:mm")} ${zone}` });
}

function wrong(parameter: string, message: string): Result<never, readonly ParameterIssue[]> {
  return err([{ parameter, message }]);
}

function momentOf(
  text: string,
  today: DateTime,
): { readonly at: DateTime; readonly isDay: boolean } | undefined {
  const word = text.trim().toLowerCase();
  const day = (ahead: number) => ({ at: today.startOf("day").plus({ days: ahead }), isDay: true });
  if (word === "today") return day(0);
  if (word === "tomorrow") return day(1);
  const weekday = weekdays.findIndex((name) => word.length >= 3 && fullNames[name].startsWith(word));
  // On a Friday, "friday" is the next one: who means this one says "today".
  if (weekday >= 0) return day(((weekday + 1 - today.weekday + 6) % 7) + 1);
  if (!/^\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?:z|[+-]\d\d:\d\d)?)?$/.test(word)) return undefined;
  const at = DateTime.fromISO(word.replace(" ", "T").toUpperCase(), { zone: today.zone });
  return at.isValid ? { at, isDay: word.length === 10 } : undefined;
}

const fullNames = {
  mon: "monday",
  tue: "tuesday",
  wed: "wednesday",
  thu: "thursday",
  fri: "friday",
  sat: "saturday",
  sun: "sunday",
} as const satisfies Record<(typeof weekdays)[number], string>;
