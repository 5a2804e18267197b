import type { ViewResponseAction } from "@slack/bolt";
import { z } from "zod";
import { enteredLimits, questionOfRefusal } from "../../../app/form/limit-questions.ts";
import type { Decision } from "../../../core/decision.ts";
import type { HomeQuery } from "../../../core/home/home-query.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { requestIdSchema } from "../../../core/request.ts";
import { ok } from "../../../core/result.ts";
import {
  type MessageToReader,
  refusalToReader,
  textToReader,
  unknownToReader,
} from "../message-to-reader.ts";
import { openView, tooLateText } from "../open-view.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { parseMetadata, type ViewSubmission } from "../view-submission.ts";
import { commentBlock, decideRequestView, shownRequestSchema } from "../views/decide-request.ts";
import { fromHome } from "../views/from-home.ts";
import { cancelById } from "./cancel-by-id.ts";
import { errors, errorsBeside } from "./take-form.ts";

/** A pressed button. Who pressed it is in the envelope that Slack signed; the button only says which request. */
export const clickSchema = z
  .object({
    user: z.object({ id: z.string() }),
    trigger_id: z.string(),
    actions: z.tuple([z.object({ value: z.string().default("") })], z.unknown()),
  })
  .transform(({ user, trigger_id, actions: [{ value }] }) => ({
    userId: user.id,
    triggerId: trigger_id,
    requestId: value,
  }));

export interface Click extends z.infer<typeof clickSchema> {
  /** What the home showed that the button stands in. */
  readonly home?: HomeQuery | undefined;
}

/** Approve or Reject was pressed: opens the form for those who may decide, and tells the others why not. */
export async function askDecision(
  { findPerson, beginDecision, client, policy, now }: SlackAppDependencies,
  kind: Decision["kind"],
  { userId, triggerId, requestId, home }: Click,
): Promise<MessageToReader | undefined> {
  const id = requestIdSchema.safeParse(requestId);
  if (!id.success) return unknownToReader(requestId);
  const person = await findPerson(userId);
  if (!person.ok) return refusalToReader(person.error);
  const begun = await beginDecision(id.data, { by: person.value, surface: "slack", attempt: kind });
  if (!begun.ok) return refusalToReader(begun.error);
  const outcome = await openView(
    client,
    triggerId,
    fromHome(decideRequestView(kind, begun.value, { windows: policy.windows, now: now() }), home),
  );
  return outcome === "opened" ? undefined : textToReader(tooLateText);
}

/** The form came back: decides on what it showed, or says beside the comment why not. */
export async function takeDecision(
  { findPerson, decideRequest, policy, now }: SlackAppDependencies,
  kind: Decision["kind"],
  submission: ViewSubmission,
): Promise<ViewResponseAction> {
  const { requestId, digest } = parseMetadata(shownRequestSchema, submission);
  const person = await findPerson(submission.userId);
  if (!person.ok) return errors({ [commentBlock]: refusalText(person.error) });
  const { entered } = submission;
  const comment = entered(commentBlock);
  const ground = { windows: policy.windows, now: now() };
  const limits = kind === "approve" ? enteredLimits(entered, ground) : ok(undefined);
  if (!limits.ok) return errorsBeside(limits.error);
  const decided = await decideRequest(requestId, {
    kind,
    by: person.value,
    surface: "slack",
    comment,
    digest,
    ...(limits.value && { limits: limits.value }),
  });
  return decided.ok
    ? { response_action: "clear" }
    : errorsBeside([questionOfRefusal(decided.error, entered, commentBlock)]);
}

/** Cancel was pressed, and Slack asked whether it is meant. */
export async function takeCancel(
  deps: SlackAppDependencies,
  { userId, requestId }: Click,
): Promise<MessageToReader> {
  const person = await deps.findPerson(userId);
  return person.ok ? cancelById(deps, requestId, person.value) : refusalToReader(person.error);
}
