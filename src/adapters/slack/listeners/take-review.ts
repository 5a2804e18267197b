import type { ViewResponseAction } from "@slack/bolt";
import { z } from "zod";
import { reviewedText } from "../../../app/chat/chat-texts.ts";
import type { Command } from "../../../app/chat/parse-command.ts";
import { findNamed } from "../../../app/find-named.ts";
import type { Review } from "../../../core/decision.ts";
import type { Person } from "../../../core/person.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { requestIdSchema } from "../../../core/request.ts";
import { mayReview } from "../../../core/transitions/review.ts";
import { withoutMentions } from "../find-mentioned.ts";
import {
  type MessageToReader,
  refusalToReader,
  textToReader,
  unknownToReader,
} from "../message-to-reader.ts";
import { openView, tooLateText } from "../open-view.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { parseMetadata, type ViewSubmission } from "../view-submission.ts";
import { commentBlock } from "../views/decide-request.ts";
import { fromHome } from "../views/from-home.ts";
import { reviewEmergencyView } from "../views/review-emergency.ts";
import type { Click } from "./take-decision.ts";
import { errors } from "./take-form.ts";

const reviewedSchema = z.object({ requestId: requestIdSchema });

/** Confirm or Object was pressed: opens the form for those who may review, and tells the others why not. */
export async function askReview(
  { findPerson, requests, client, now }: SlackAppDependencies,
  verdict: Review["verdict"],
  { userId, triggerId, requestId, home }: Click,
): Promise<MessageToReader | undefined> {
  const request = await findNamed(requests, requestId);
  if (!request) return unknownToReader(requestId);
  const person = await findPerson(userId);
  if (!person.ok) return refusalToReader(person.error);
  const allowed = mayReview(request, person.value);
  if (!allowed.ok) return refusalToReader(allowed.error);
  const outcome = await openView(
    client,
    triggerId,
    fromHome(reviewEmergencyView(verdict, request, now()), home),
  );
  return outcome === "opened" ? undefined : textToReader(tooLateText);
}

/** The form came back. */
export async function takeReview(
  { findPerson, reviewEmergency }: SlackAppDependencies,
  verdict: Review["verdict"],
  submission: ViewSubmission,
): Promise<ViewResponseAction> {
  const { requestId } = parseMetadata(reviewedSchema, submission);
  const by = await findPerson(submission.userId);
  if (!by.ok) return errors({ [commentBlock]: refusalText(by.error) });
  const comment = submission.entered(commentBlock);
  const reviewed = await reviewEmergency(requestId, { verdict, by: by.value, surface: "slack", comment });
  return reviewed.ok ? { response_action: "clear" } : errors({ [commentBlock]: refusalText(reviewed.error) });
}

/** The same in one line. */
export async function reviewByLine(
  { reviewEmergency }: SlackAppDependencies,
  { verdict, requestId, comment }: Extract<Command, { kind: "review" }>,
  by: Person,
): Promise<MessageToReader> {
  const id = requestIdSchema.safeParse(requestId);
  if (!id.success) return unknownToReader(requestId);
  const reviewed = await reviewEmergency(id.data, {
    verdict,
    by,
    surface: "slack",
    comment: withoutMentions(comment),
  });
  return reviewed.ok ? textToReader(reviewedText(reviewed.value, verdict)) : refusalToReader(reviewed.error);
}
