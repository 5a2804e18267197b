import { z } from "zod";
import { goneButtonText } from "../../../app/chat/chat-texts.ts";
import type { Person } from "../../../core/person.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { type Answer, cardAnswer, textAnswer } from "../answer.ts";
import { verbs } from "../cards/buttons.ts";
import type { Sender } from "../read-activity.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";
import { viewFor } from "./show-request.ts";
import { homePressSchema, showHome, takeHomePress } from "./take-home.ts";
import { type Press, pressSchema, takePress } from "./take-press.ts";

const actionValueSchema = z.object({
  action: z.union([pressSchema, homePressSchema]),
  trigger: z.enum(["manual", "automatic"]).catch("manual"),
});

/** What brings somebody who came from their home back to it, once it is done. */
const closing: readonly Press["verb"][] = [
  verbs.approve,
  verbs.reject,
  verbs.cancel,
  verbs.confirm,
  verbs.object,
];

/** A card's button was pressed, or a client asks for its user's own view: answers with that, and what became of the press. */
export async function takeAction(
  deps: TeamsAppDependencies,
  sender: Sender,
  value: unknown,
  activityId: string,
): Promise<Answer> {
  const parsed = actionValueSchema.safeParse(value);
  if (!parsed.success) return textAnswer(goneButtonText);
  const { action, trigger } = parsed.data;
  const person = await deps.findPerson(sender);
  if (!person.ok) return textAnswer(refusalText(person.error));
  const reader = { person: person.value, userId: sender.userId };
  return "digest" in action
    ? answerPress(deps, reader, action, { trigger, pressId: `${sender.tenantId}#${activityId}` })
    : cardAnswer(await takeHomePress(deps, reader, action));
}

async function answerPress(
  deps: TeamsAppDependencies,
  reader: { readonly person: Person; readonly userId: string },
  press: Press,
  { trigger, pressId }: { readonly trigger: "manual" | "automatic"; readonly pressId: string },
): Promise<Answer> {
  const { verb, home } = press;
  const { request, ...told } = await takePress(deps, reader.person, press, pressId);
  if (!request) return textAnswer(told.notice?.text ?? goneButtonText);
  if (home && told.notice?.isBad === false && closing.includes(verb)) {
    const text = `${request.description.title}: ${told.notice.text}`;
    return cardAnswer(await showHome(deps, reader, home, { text, isBad: false }));
  }
  return cardAnswer(viewFor(deps, request, reader, { ...(trigger === "manual" && told), home }));
}
