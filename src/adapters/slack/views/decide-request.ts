import type { types } from "@slack/bolt";
import { z } from "zod";
import { decisionWords } from "../../../app/chat/chat-texts.ts";
import { limitQuestions, limitWindows } from "../../../app/form/limit-questions.ts";
import { changeFactsOf, placeFacts } from "../../../core/card.ts";
import type { Decision } from "../../../core/decision.ts";
import { digestSchema } from "../../../core/intent.ts";
import { personText } from "../../../core/person.ts";
import { type ApprovalRequest, requestIdSchema } from "../../../core/request.ts";
import type { PolicyWindows } from "../../../core/timing/parse-when.ts";
import { renderChanges, renderFacts } from "../render-card.ts";
import { renderPartLines } from "../render-part-lines.ts";
import { paragraph, plainText } from "../text-objects.ts";
import { input, longTextInput, option, textInput } from "./inputs.ts";
import { renderDetails } from "./show-details.ts";

export const decideViewIds = {
  approve: "approve_request",
  reject: "reject_request",
} as const satisfies Record<Decision["kind"], string>;

export const commentBlock = "comment";

/** What the form shows, by its digest: a decision on anything else is refused. */
export const shownRequestSchema = z.object({ requestId: requestIdSchema, digest: digestSchema });

/** Says again what will happen, and asks for a comment or, for a rejection, the reason. */
export function decideRequestView(
  kind: Decision["kind"],
  request: ApprovalRequest,
  { windows, now }: { readonly windows: PolicyWindows; readonly now: Date },
): types.ModalView {
  const { title, submit, label, hint } = decisionWords[kind];
  const { id, digest, description, environment, environmentSource } = request;
  return {
    type: "modal",
    callback_id: decideViewIds[kind],
    private_metadata: JSON.stringify({ requestId: id, digest }),
    title: plainText(title, 24),
    submit: plainText(submit, 24),
    close: plainText("Back", 24),
    blocks: [
      { type: "header", text: plainText(description.title, 150) },
      ...renderChanges(request.differences),
      paragraph(description.effect, 1000),
      ...renderFacts([
        ...changeFactsOf(request, now),
        { label: "Environment", value: `${environment} (${environmentSource})` },
        ...placeFacts(request.intent),
        { label: "Requested by", value: personText(request.requestedBy) },
        { label: "Digest", value: digest.slice(0, 12) },
      ]),
      ...renderDetails(request.description.longFacts ?? []),
      ...renderPartLines(request),
      longTextInput({ id: commentBlock, label, hint, isRequired: kind === "reject" }),
      ...(kind === "approve" ? limitInputs(request, windows) : []),
    ],
  };
}

/** When it may start, for those who want to say. */
function limitInputs({ intent }: ApprovalRequest, windows: PolicyWindows): types.InputBlock[] {
  const options = limitWindows(intent, windows);
  if (!options) return [];
  const { notBefore, notAfter, window } = limitQuestions;
  return [
    textInput({ ...notBefore, isRequired: false, maxLength: 25 }),
    textInput({ ...notAfter, isRequired: false, maxLength: 25 }),
    ...(options.length === 0
      ? []
      : [
          input(
            { ...window, isRequired: false },
            {
              type: "static_select",
              action_id: window.id,
              placeholder: plainText("Any time", 150),
              options: options.map(({ text, value }) => option(text, value)),
            },
          ),
        ]),
  ];
}
