import type { ViewResponseAction } from "@slack/bolt";
import { chooseTarget } from "../../../app/form/choose-target.ts";
import type { FormIssue } from "../../../app/form/questions.ts";
import { submitForm } from "../../../app/form/submit-form.ts";
import { fitted } from "../escape-mrkdwn.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { parseMetadata, type ViewSubmission } from "../view-submission.ts";
import { choiceSchema, describeRequestView } from "../views/describe-request.ts";

/** The first step came back: answers with the second one. */
export async function takeChoice(
  deps: SlackAppDependencies,
  { entered }: ViewSubmission,
): Promise<ViewResponseAction> {
  const chosen = await chooseTarget(deps, entered);
  return chosen.ok
    ? { response_action: "update", view: describeRequestView(chosen.value) }
    : errorsBeside(chosen.error);
}

/** The second step came back: makes the request, once for the form. The notices tell its requester what becomes of it. */
export async function takeRequest(
  { findPerson, submitRequest }: SlackAppDependencies,
  submission: ViewSubmission,
): Promise<ViewResponseAction> {
  const { userId, teamId, viewId, entered } = submission;
  const submitted = await submitForm(submitRequest, {
    choice: parseMetadata(choiceSchema, submission),
    entered,
    by: await findPerson(userId),
    surface: "slack",
    correlationId: `slack#${teamId}#${viewId}`,
  });
  return submitted.ok ? { response_action: "clear" } : errorsBeside(submitted.error);
}

function errorsBeside(issues: readonly FormIssue[]): ViewResponseAction {
  return errors(Object.fromEntries(issues.map(({ question, text }) => [question, text])));
}

export function errors(beside: Readonly<Record<string, string>>): ViewResponseAction {
  const shown = Object.entries(beside).map(([blockId, text]) => [blockId, fitted(text, 2000)]);
  return { response_action: "errors", errors: Object.fromEntries(shown) };
}
