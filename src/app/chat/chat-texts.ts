import type { Review } from "../../core/decision.ts";
import { startOf } from "../../core/intent.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { statusWords } from "../../core/texts.ts";
import { templateLines } from "../submit/use-template.ts";
import { helpText } from "./parse-command.ts";

/** For what nobody foresaw. The write may have been made, so it is no advice to try again blindly. */
export function defectText(traceId: string): string {
  return `Something went wrong, and it may or may not have taken effect: look at the request before you try again. Your operators need this id: ${traceId}.`;
}

/** That the reader's request is filed, under which id, and how it stands. */
export function filedText({ id, status, description, intent }: ApprovalRequest): string {
  const startsLater = status === "approved" && startOf(intent) !== undefined;
  const words = startsLater ? "approved, about to be scheduled" : statusWords[status];
  return `\`${id}\` is ${words}: ${description.title}.`;
}

export function cancelledText({ id, description }: ApprovalRequest): string {
  return `You have cancelled \`${id}\`: ${description.title}.`;
}

/** How to ask, with the policy's templates; `command` is how the chat calls it. */
export function helpOf(policy: Pick<Policy, "templates">, command: string): string {
  return [helpText, ...templateLines(policy)].join("\n").replaceAll("{command}", command);
}

/** Where a chat shows it beside its conversations. */
export const homeText =
  "Your home is the first tab of Countersign, under Apps: what waits for you, what is yours, and what has ended lately.";

export const noInstanceText = "No instance is known here yet. They appear within a quarter of an hour.";

export const goneButtonText =
  "Countersign does not know this button any more. `status req-...` shows the request anew.";

/** What somebody is given who asks for the analytics. */
export const analyticsWords = {
  text: "Trends, waiting times, runs and costs of the last weeks. The link is yours alone, and good for 15 minutes.",
  button: "Open analytics",
} as const;

/** What is asked once more before a press counts. */
export interface Confirmation {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
}

export const cancelQuestion: Confirmation = {
  title: "Cancel this request?",
  text: "It ends here. Whoever still needs it has to ask again.",
  yes: "Cancel request",
  no: "Keep it",
};

export function revertQuestion(wayBack: string): Confirmation {
  return {
    title: `${wayBack}?`,
    text: "This asks for what undoes the change, as a request of its own with its own approval.",
    yes: "Ask for it",
    no: "Leave it",
  };
}

/** What the one who decides is asked for besides. */
export const decisionWords = {
  approve: { title: "Approve request", submit: "Approve", label: "Comment", hint: "" },
  reject: {
    title: "Reject request",
    submit: "Reject",
    label: "Reason",
    hint: "The requester reads it, and knows what to change.",
  },
} as const;

/** What the one who reviews what was done in an emergency is asked for besides. */
export const reviewWords = {
  confirm: { title: "Confirm it was right", submit: "Confirm", label: "Comment", hint: "" },
  object: {
    title: "Object to it",
    submit: "Object",
    label: "What you object to",
    hint: "It stands in the record, and the requester reads it.",
  },
} as const;

export function reviewedText({ id, description }: ApprovalRequest, verdict: Review["verdict"]): string {
  return `You have ${verdict === "confirm" ? "confirmed" : "objected to"} \`${id}\`: ${description.title}.`;
}
