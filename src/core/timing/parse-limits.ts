import type { ParameterIssue } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import { type ApprovalLimits, isUnlimited, maintenanceWord } from "./approval-limits.ts";
import { momentOf, type PolicyWindows } from "./parse-when.ts";

/** An approval's limits as somebody wrote them; empty or left out where they wrote nothing. */
export interface LimitWords {
  readonly notBefore?: string | undefined;
  readonly notAfter?: string | undefined;
  readonly window?: string | undefined;
}

/** Further ahead nobody remembers what was approved. */
const mostDaysAhead = 30;

const example = "write a time in UTC such as 2026-11-22 03:00";

/** Reads what an approver limits their approval to; nothing where they limit nothing. Tells each word that is none. */
export function parseLimits(
  { notBefore = "", notAfter = "", window = "" }: LimitWords,
  { windows, now }: { readonly windows: PolicyWindows; readonly now: Date },
): Result<ApprovalLimits | undefined, readonly ParameterIssue[]> {
  const issues: ParameterIssue[] = [];
  const [begins, ends] = [momentIn("not_before", notBefore), momentIn("not_after", notAfter)];
  const name = windowIn(window.trim().toLowerCase());
  if (begins && ends && ends <= begins) add("not_after", "it ends before it begins");
  if (issues.length > 0) return err(issues);
  const limits = {
    ...(begins && { notBefore: begins }),
    ...(ends && { notAfter: ends }),
    ...(name !== undefined && { window: name }),
  };
  return ok(isUnlimited(limits) ? undefined : limits);

  function momentIn(parameter: string, text: string): Date | undefined {
    const word = text.trim().toLowerCase();
    if (word === "") return undefined;
    const moment = momentOf(word);
    if (!moment) add(parameter, `"${text.trim()}" is not a moment: ${example}`);
    else if (moment <= now) add(parameter, "that time has passed");
    else if (moment.getTime() - now.getTime() > mostDaysAhead * 86_400_000) {
      add(parameter, `${mostDaysAhead} days ahead at most`);
    }
    return moment;
  }

  function windowIn(word: string): string | undefined {
    if (word === "") return undefined;
    const known = [maintenanceWord, ...Object.keys(windows)];
    if (!known.includes(word)) add("window", `there is no window "${word}", only ${known.join(", ")}`);
    return word;
  }

  function add(parameter: string, message: string): void {
    issues.push({ parameter, message });
  }
}
