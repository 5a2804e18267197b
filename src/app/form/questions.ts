/** The questions of the form, by the names that its answers come back under. */
export const questions = {
  operation: "operation",
  instance: "instance",
  several: "several",
  when: "when",
  time: "when_at",
  justification: "justification",
} as const;

export function parameterQuestion(parameter: string): string {
  return `parameter#${parameter}`;
}

/** What was entered or chosen under a question, trimmed; empty where nothing was. */
export type Entered = (question: string) => string;

/** What is wrong, and beside which question. */
export interface FormIssue {
  readonly question: string;
  readonly text: string;
}

/** What the first step chose, carried on by the second. */
export interface Choice {
  readonly operation: string;
  /** A name, a full name, or a selection of several. */
  readonly instanceId: string;
}

export const severalHint = "dev-orders-1,dev-orders-2 or dev-orders-* or tag:team=payments; 50 at most";
export const justificationLabel = "Why it is needed";
export const justificationHint = "The approvers read it.";
