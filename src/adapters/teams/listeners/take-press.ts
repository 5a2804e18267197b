import { z } from "zod";
import { filedText } from "../../../app/chat/chat-texts.ts";
import { enteredLimits, limitQuestions, questionOfRefusal } from "../../../app/form/limit-questions.ts";
import type { Entered, FormIssue } from "../../../app/form/questions.ts";
import type { Decision, Review } from "../../../core/decision.ts";
import { parseHomeQuery } from "../../../core/home/home-query.ts";
import { digestSchema } from "../../../core/intent.ts";
import type { Person } from "../../../core/person.ts";
import type { Refusal } from "../../../core/refusal.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { type ApprovalRequest, requestIdSchema } from "../../../core/request.ts";
import { ok, type Result } from "../../../core/result.ts";
import { commentInputs, verbs } from "../cards/buttons.ts";
import type { CardView } from "../cards/card-view.ts";
import { plain } from "../cards/text-elements.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";

/** A pressed button: the verb, which request, what of it was shown, and what was entered beside it. */
export const pressSchema = z
  .object({
    verb: z.enum(verbs),
    data: z.looseObject({
      request_id: requestIdSchema,
      digest: digestSchema,
      home: z.string().max(300).optional(),
    }),
  })
  .transform(({ verb, data: { request_id: requestId, digest, home: shown, ...answers } }) => {
    const entered: Entered = (question) => z.string().catch("").parse(answers[question]).trim();
    const home = shown === undefined ? undefined : parseHomeQuery(shown);
    return { verb, requestId, digest, home, entered };
  });

export type Press = z.infer<typeof pressSchema>;

/** What a press came to, for whoever made it. */
export interface Pressed extends Pick<CardView, "notice" | "filled"> {
  readonly request: ApprovalRequest | undefined;
}

const surface = "teams";

const doneWords = {
  approve: "You have approved this.",
  reject: "You have rejected this.",
  confirm: "You have confirmed that it was right.",
  object: "You have objected to this.",
} as const satisfies Record<Decision["kind"] | Review["verdict"], string>;

/** Decides, cancels, reviews, reverts or refreshes for this person; a view is only read. */
export async function takePress(
  deps: TeamsAppDependencies,
  by: Person,
  press: Press,
  pressId: string,
): Promise<Pressed> {
  const { verb, requestId, entered } = press;
  const command = { by, surface } as const;
  switch (verb) {
    case verbs.approve:
      return takeDecision(deps, "approve", by, press);
    case verbs.reject:
      return takeDecision(deps, "reject", by, press);
    case verbs.confirm:
    case verbs.object: {
      const verdict = verb === verbs.confirm ? "confirm" : "object";
      const comment = entered(commentInputs[verdict]);
      const reviewed = await deps.reviewEmergency(requestId, { ...command, verdict, comment });
      if (reviewed.ok) return done(reviewed.value, doneWords[verdict]);
      return { ...(await refused(deps, press, reviewed.error)), filled: { entered, issues: [] } };
    }
    case verbs.cancel:
      return told(await deps.cancelRequest(requestId, command), "You have cancelled this.");
    case verbs.refresh:
      return told(await deps.askPreflight(requestId, command), "The database is being read anew.");
    case verbs.revert: {
      const reverted = await deps.revertRequest(requestId, { ...command, correlationId: `teams#${pressId}` });
      if (!reverted.ok) return refused(deps, press, reverted.error);
      return {
        ...(await show(deps, press)),
        notice: { text: plain(filedText(reverted.value)), isBad: false },
      };
    }
    case verbs.view:
      return show(deps, press);
  }
  verb satisfies never;

  async function told(outcome: Result<ApprovalRequest, Refusal>, words: string): Promise<Pressed> {
    return outcome.ok ? done(outcome.value, words) : refused(deps, press, outcome.error);
  }
}

/** Decides on what was shown; what was entered comes back with what is wrong with it. */
async function takeDecision(
  deps: TeamsAppDependencies,
  kind: Decision["kind"],
  by: Person,
  press: Press,
): Promise<Pressed> {
  const { requestId, digest, entered } = press;
  const ground = { windows: deps.policy.windows, now: deps.now() };
  const limits = kind === "approve" ? enteredLimits(entered, ground) : ok(undefined);
  if (!limits.ok) {
    const notice = { text: `Not approved yet. ${limits.error.map(issueText).join(" ")}`, isBad: true };
    return { ...(await show(deps, press)), notice, filled: { entered, issues: limits.error } };
  }
  const decided = await deps.decideRequest(requestId, {
    by,
    surface,
    kind,
    digest,
    comment: entered(commentInputs[kind]),
    ...(limits.value && { limits: limits.value }),
  });
  if (decided.ok) return done(decided.value, doneWords[kind]);
  const isOfLimits = decided.error.kind === "no-start-left";
  const issues = isOfLimits ? [questionOfRefusal(decided.error, entered, commentInputs[kind])] : [];
  return { ...(await refused(deps, press, decided.error)), filled: { entered, issues } };
}

function issueText({ question, text }: FormIssue): string {
  const asked = Object.values(limitQuestions).find(({ id }) => id === question);
  return `${asked?.label ?? question}: ${text}.`;
}

function done(request: ApprovalRequest, text: string): Pressed {
  return { request, notice: { text, isBad: false } };
}

async function refused(deps: TeamsAppDependencies, press: Press, refusal: Refusal): Promise<Pressed> {
  return { ...(await show(deps, press)), notice: { text: plain(refusalText(refusal)), isBad: true } };
}

async function show({ requests }: TeamsAppDependencies, { requestId }: Press): Promise<Pressed> {
  return { request: await requests.find(requestId), notice: undefined };
}
