import { z } from "zod";
import { filedText, goneButtonText } from "../../../app/chat-texts.ts";
import { digestSchema } from "../../../core/intent.ts";
import type { Person } from "../../../core/person.ts";
import { type Refusal, refusalText } from "../../../core/refusal.ts";
import { type ApprovalRequest, requestIdSchema } from "../../../core/request.ts";
import type { Result } from "../../../core/result.ts";
import { type Answer, cardAnswer, textAnswer } from "../answer.ts";
import { commentInputs, verbs } from "../cards/buttons.ts";
import type { CardView } from "../cards/render-card.ts";
import type { Sender } from "../read-activity.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";
import { viewFor } from "./show-request.ts";

const inputSchema = z.string().catch("");

const pressSchema = z
  .object({
    verb: z.enum(verbs),
    data: z.object({
      request_id: requestIdSchema,
      digest: digestSchema,
      [commentInputs.approve]: inputSchema,
      [commentInputs.reject]: inputSchema,
    }),
  })
  .transform(({ verb, data }) => ({
    verb,
    requestId: data.request_id,
    digest: data.digest,
    comments: { approve: data[commentInputs.approve], reject: data[commentInputs.reject] },
  }));

type Press = z.infer<typeof pressSchema>;

/** A pressed button of a card: as an invoke, or as the message that older clients send instead. */
const actionValueSchema = z.object({
  action: pressSchema,
  trigger: z.enum(["manual", "automatic"]).catch("manual"),
});
export const submittedPressSchema = z
  .looseObject({ verb: z.string() })
  .transform(({ verb, ...data }) => ({ verb, data }))
  .pipe(pressSchema);

/** What a press came to, for whoever made it. */
export interface Pressed {
  readonly request: ApprovalRequest | undefined;
  readonly notice: CardView["notice"];
}

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
  const { request, notice } = await takePress(deps, person.value, action, `${sender.tenantId}#${activityId}`);
  if (!request) return textAnswer(plain(notice?.text ?? goneButtonText));
  const reader = { person: person.value, userId: sender.userId };
  return cardAnswer(viewFor(request, reader, deps.now(), trigger === "manual" ? notice : undefined));
}

/** Decides, cancels, reverts or refreshes for this person; a view is only read. */
export async function takePress(
  deps: TeamsAppDependencies,
  by: Person,
  { verb, requestId, digest, comments }: Press,
  pressId: string,
): Promise<Pressed> {
  const surface = "teams";
  const command = { by, surface } as const;
  switch (verb) {
    case verbs.approve:
    case verbs.reject: {
      const kind = verb === verbs.approve ? "approve" : "reject";
      const decided = await deps.decideRequest(requestId, {
        ...command,
        kind,
        digest,
        comment: comments[kind],
      });
      return told(decided, kind === "approve" ? "You have approved this." : "You have rejected this.");
    }
    case verbs.cancel:
      return told(await deps.cancelRequest(requestId, command), "You have cancelled this.");
    case verbs.refresh:
      return told(await deps.askPreflight(requestId, command), "The database is being read anew.");
    case verbs.revert: {
      const reverted = await deps.revertRequest(requestId, { ...command, correlationId: `teams#${pressId}` });
      const outcome = await told(reverted, "");
      if (!reverted.ok) return outcome;
      const notice = { text: plain(filedText(reverted.value)), isBad: false };
      return { request: await deps.requests.find(requestId), notice };
    }
    case verbs.view:
      return { request: await deps.requests.find(requestId), notice: undefined };
  }
  verb satisfies never;

  async function told(outcome: Result<ApprovalRequest, Refusal>, words: string): Promise<Pressed> {
    if (outcome.ok) return { request: outcome.value, notice: { text: words, isBad: false } };
    const notice = { text: plain(refusalText(outcome.error)), isBad: true };
    return { request: await deps.requests.find(requestId), notice };
  }
}

/** Where nothing reads markup. */
function plain(text: string): string {
  return text.replaceAll("`", "");
}
