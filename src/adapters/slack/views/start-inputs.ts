import type { types } from "@slack/bolt";
import type { Policy } from "../../../core/policy/policy.ts";
import { type WindowQuestion, windowsDemanded } from "../../../core/policy/windows-demanded.ts";
import { err, ok, type Result } from "../../../core/result.ts";
import { policyWindowText } from "../../../core/timing/policy-window.ts";
import { weeklyWindowText } from "../../../core/timing/weekly-window.ts";
import { findMaintenanceWindow } from "../../../operations/rules/time-window.ts";
import { plainText } from "../text-objects.ts";
import type { ViewSubmission } from "../view-submission.ts";
import { input, option, textInput } from "./inputs.ts";

export const whenBlock = "when";
export const timeBlock = "when_at";

/** The choice that leads to the time beside it. */
const atTime = "at";

/**
 * When it is to start, as a choice and a line for a moment: a line is understood on every client, and a moment in UTC is the same for
 * all who read it. Offers what the policy lets through for such a request.
 */
export function startInputs(
  policy: Policy,
  {
    maintenanceWindow,
    ...question
  }: WindowQuestion & {
    /** The one instance's; nothing where several are meant, as each has its own. */
    readonly maintenanceWindow: string | undefined;
  },
): types.InputBlock[] {
  const demanded = windowsDemanded(policy, question);
  const own = findMaintenanceWindow(maintenanceWindow ?? "");
  const windows = Object.entries(policy.windows)
    .filter(([name]) => demanded.length === 0 || demanded.includes(name))
    .map(([name, window]) => option(`In the window ${name}: ${policyWindowText(window)}`, name));
  const free = [
    option("At once", "now"),
    ...(own ? [option(`In its maintenance window: ${weeklyWindowText(own)}`, "maintenance")] : []),
  ];
  // Slack's limit is 100 options; more windows can still be asked for in one line.
  const options = [...(demanded.length === 0 ? free : []), ...windows.slice(0, 90)];
  const [first] = demanded;
  return [
    input(
      {
        id: whenBlock,
        label: "When",
        hint:
          first === undefined
            ? "At once if you choose nothing."
            : `In the window ${first} if you choose nothing.`,
        isRequired: false,
      },
      {
        type: "static_select",
        action_id: whenBlock,
        placeholder: plainText("When it may start", 150),
        options: [...options, option("At a time", atTime)],
      },
    ),
    textInput({
      id: timeBlock,
      label: "At which time, in UTC",
      hint: "Such as 2026-11-22 03:00. Leave it empty for any other choice.",
      isRequired: false,
    }),
  ];
}

/** What the two say together, as `Submission` takes it; what is wrong is said beside the time. */
export function enteredWhen({ entered }: Pick<ViewSubmission, "entered">): Result<string, string> {
  const [choice, time] = [entered(whenBlock), entered(timeBlock)];
  if (choice === "" || choice === atTime) {
    return choice === atTime && time === "" ? err("Say at which time, such as 2026-11-22 03:00.") : ok(time);
  }
  return time === "" ? ok(choice) : err("Choose “At a time” above, or leave this empty.");
}
