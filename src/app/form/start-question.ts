import { type WindowQuestion, windowsDemanded } from "../../core/policy/evaluate-policy.ts";
import type { Policy } from "../../core/policy/policy.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { policyWindowText } from "../../core/timing/policy-window.ts";
import { weeklyWindowText } from "../../core/timing/weekly-window.ts";
import { findMaintenanceWindow } from "../../operations/rules/time-window.ts";
import { type Entered, questions } from "./questions.ts";

/** When it is to start: a choice, and a line for a moment beside it. */
export interface StartQuestion {
  readonly options: readonly { readonly text: string; readonly value: string }[];
  readonly hint: string;
}

export const timeLabel = "At which time, in UTC";
export const timeHint = "Such as 2026-11-22 03:00. Leave it empty for any other choice.";

/** The choice that leads to the time beside it. */
const atTime = "at";

/** Slack's limit is 100 options; more windows can still be asked for in one line. */
const mostWindows = 90;

/**
 * A line is understood on every client, and a moment in UTC is the same for all who read it. Offers what the policy lets through
 * for such a request.
 */
export function startQuestionOf(
  policy: Policy,
  {
    maintenanceWindow,
    ...question
  }: WindowQuestion & {
    /** The one instance's; nothing where several are meant, as each has its own. */
    readonly maintenanceWindow: string | undefined;
  },
): StartQuestion {
  const demanded = windowsDemanded(policy, question);
  const own = findMaintenanceWindow(maintenanceWindow ?? "");
  const windows = Object.entries(policy.windows)
    .filter(([name]) => demanded.length === 0 || demanded.includes(name))
    .map(([name, window]) => ({
      text: `In the window ${name}: ${policyWindowText(window)}`,
      value: name,
    }));
  const free = [
    { text: "At once", value: "now" },
    ...(own ? [{ text: `In its maintenance window: ${weeklyWindowText(own)}`, value: "maintenance" }] : []),
  ];
  const [first] = demanded;
  return {
    options: [
      ...(demanded.length === 0 ? free : []),
      ...windows.slice(0, mostWindows),
      { text: "At a time", value: atTime },
    ],
    hint:
      first === undefined
        ? "At once if you choose nothing."
        : `In the window ${first} if you choose nothing.`,
  };
}

/** What the two say together, as `Submission` takes it; what is wrong is said beside the time. */
export function enteredWhen(entered: Entered): Result<string, string> {
  const [choice, time] = [entered(questions.when), entered(questions.time)];
  if (choice === "" || choice === atTime) {
    return choice === atTime && time === "" ? err("Say at which time, such as 2026-11-22 03:00.") : ok(time);
  }
  return time === "" ? ok(choice) : err("Choose “At a time” above, or leave this empty.");
}
