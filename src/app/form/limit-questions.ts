import type { Intent } from "../../core/intent.ts";
import type { Refusal } from "../../core/refusal.ts";
import { refusalText } from "../../core/refusal-text.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { type ApprovalLimits, maintenanceWord } from "../../core/timing/approval-limits.ts";
import { parseLimits } from "../../core/timing/parse-limits.ts";
import type { PolicyWindows } from "../../core/timing/parse-when.ts";
import { policyWindowText } from "../../core/timing/policy-window.ts";
import type { Entered, FormIssue } from "./questions.ts";

/** What an approver may limit their approval to, by the names that the answers come back under. */
export const limitQuestions = {
  notBefore: { id: "not_before", label: "Not before, in UTC", hint: "Such as 2026-11-22 03:00." },
  notAfter: {
    id: "not_after",
    label: "Not after, in UTC",
    hint: "If it has not started by then, it ends, and nothing is run.",
  },
  window: { id: "limit_window", label: "Only in this window" },
} as const;

/** Slack's limit is 100 options. */
const mostWindows = 99;

/** The windows that a start can be limited to; nothing where there is nothing to limit. The instance's own is of one instance alone. */
export function limitWindows(
  intent: Intent,
  windows: PolicyWindows,
): readonly { readonly text: string; readonly value: string }[] | undefined {
  if (intent.kind !== "rds" && intent.kind !== "bulk") return undefined;
  const own =
    intent.kind === "rds" ? [{ text: "The instance's maintenance window", value: maintenanceWord }] : [];
  const named = Object.entries(windows).map(([name, window]) => ({
    text: `${name}: ${policyWindowText(window)}`,
    value: name,
  }));
  return [...own, ...named].slice(0, mostWindows);
}

/** What was written there; what is wrong is said beside it. */
export function enteredLimits(
  entered: Entered,
  ground: { readonly windows: PolicyWindows; readonly now: Date },
): Result<ApprovalLimits | undefined, readonly FormIssue[]> {
  const { notBefore, notAfter, window } = limitQuestions;
  const words = {
    notBefore: entered(notBefore.id),
    notAfter: entered(notAfter.id),
    window: entered(window.id),
  };
  const limits = parseLimits(words, ground);
  if (limits.ok) return ok(limits.value);
  return err(
    limits.error.map(({ parameter, message: text }) => ({
      question: parameter === "window" ? window.id : parameter,
      text,
    })),
  );
}

/** Beside which question a refused approval is told of. */
export function questionOfRefusal(refusal: Refusal, entered: Entered, otherwise: string): FormIssue {
  const text = refusalText(refusal);
  if (refusal.kind !== "no-start-left") return { question: otherwise, text };
  const { notBefore, notAfter, window } = limitQuestions;
  const said = [notAfter.id, window.id, notBefore.id].find((id) => entered(id) !== "");
  return { question: said ?? otherwise, text };
}
