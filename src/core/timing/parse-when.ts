import { DateTime } from "luxon";
import { err, ok, type Result } from "../result.ts";
import { plannedText } from "./moment-text.ts";
import { type PolicyWindow, policyWindowText } from "./policy-window.ts";
import type { Start } from "./start.ts";

export type PolicyWindows = Readonly<Record<string, PolicyWindow>>;

/** Further ahead nobody remembers what was approved. */
const mostDaysAhead = 30;

/** Words of the one-line form that no window of the policy can be called. */
export const startWords = ["now", "at", "maintenance", "maintenance-window"] as const;

/**
 * Reads when something is to start: `now` or nothing, `maintenance`, the name of one of the policy's windows, or a moment
 * such as `2026-11-22 03:00`, in UTC unless it says its offset. The sentence tells what is wrong with anything else.
 */
export function parseWhen(
  text: string,
  { windows, now }: { readonly windows: PolicyWindows; readonly now: Date },
): Result<Start | undefined, string> {
  const word = text.trim().toLowerCase();
  if (word === "" || word === "now") return ok(undefined);
  if (word === "maintenance" || word === "maintenance-window") return ok({ kind: "maintenance-window" });
  if (Object.hasOwn(windows, word)) return ok({ kind: "window", name: word });
  if (!/^\d{4}-\d/.test(word)) return err(`"${text.trim()}" is not a time. ${waysToSay(windows)}`);

  const moment = momentOf(word);
  if (!moment) return err(`"${text.trim()}" is not a moment. ${waysToSay(windows)}`);
  if (moment <= now) return err(`${plannedText(moment)} has passed. Leave it out to start at once.`);
  const last = new Date(now.getTime() + mostDaysAhead * 86_400_000);
  return moment > last
    ? err(`${mostDaysAhead} days ahead at most, so not after ${plannedText(last)}.`)
    : ok({ kind: "at", at: moment.toISOString() });
}

/** What can be said, the policy's windows with their hours. */
function waysToSay(windows: PolicyWindows): string {
  const named = Object.entries(windows).map(([name, window]) => `${name} (${policyWindowText(window)})`);
  const all = ["now", "maintenance", ...named, "a time in UTC such as 2026-11-22T03:00"];
  return `Say ${all.slice(0, -1).join(", ")} or ${all.at(-1)}.`;
}

/** Of a word in lower case: to the minute or the second; another zone than UTC only as an offset, as the short names of zones are not unique. */
export function momentOf(word: string): Date | undefined {
  const [, date, time, zone = "z"] =
    /^(\d{4}-\d\d-\d\d)[t ]+(\d\d:\d\d(?::\d\d)?) ?(z|utc|[+-]\d\d:\d\d)?$/.exec(word) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const moment = DateTime.fromISO(`${date}T${time}${zone === "utc" ? "z" : zone}`.toUpperCase());
  return moment.isValid ? moment.toJSDate() : undefined;
}
