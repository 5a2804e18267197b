import { z } from "zod";
import { goneButtonText } from "../../../app/chat-texts.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { type Answer, cardAnswer, textAnswer } from "../answer.ts";
import type { Sender } from "../read-activity.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";
import { viewFor } from "./show-request.ts";
import { plain, pressSchema, takePress } from "./take-press.ts";

const actionValueSchema = z.object({
  action: pressSchema,
  trigger: z.enum(["manual", "automatic"]).catch("manual"),
});

/** A card's button was pressed, or a client asks for its user's own view: answers with that, and what became of the press. */
export async function takeAction(
  deps: TeamsAppDependencies,
  sender: Sender,
  value: unknown,
  activityId: string,
): Promise<Answer> {
  const parsed = actionValueSchema.safeParse(value);
  if (!parsed.success) return textAnswer(plain(goneButtonText));
  const { action, trigger } = parsed.data;
  const person = await deps.findPerson(sender);
  if (!person.ok) return textAnswer(plain(refusalText(person.error)));
  const { request, ...told } = await takePress(
    deps,
    person.value,
    action,
    `${sender.tenantId}#${activityId}`,
  );
  if (!request) return textAnswer(plain(told.notice?.text ?? goneButtonText));
  const reader = { person: person.value, userId: sender.userId };
  return cardAnswer(viewFor(deps, request, reader, trigger === "manual" ? told : {}));
}
