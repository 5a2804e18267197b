import { actionFactsOf } from "./action/action-facts.ts";
import { breakGlassFactsOf, reviewStateOf, reviewText, titleOf } from "./break-glass.ts";
import { actionsOf, actorsOf, type CardAction } from "./card-actions.ts";
import { actualCostText, costText } from "./cost-text.ts";
import type { Decision } from "./decision.ts";
import { delegationText } from "./delegation/delegation.ts";
import type { Fact } from "./fact.ts";
import type { Digest, Intent } from "./intent.ts";
import { type PersonId, personText } from "./person.ts";
import { policyFactsOf } from "./policy-facts.ts";
import { type ApprovalRequest, isOpen, type RequestId } from "./request.ts";
import { findShownPreflight, type ShownPreflight } from "./shown-preflight.ts";
import { stateText } from "./state-text.ts";
import { taskFactsOf } from "./task/task-texts.ts";
import { durationText, riskText } from "./texts.ts";
import { jointLimitsOf, jointLimitsText } from "./timing/approval-limits.ts";
import { isOfStart, startFactsOf } from "./timing/start-facts.ts";
import { undeliveredFacts } from "./undelivered.ts";
import { findWayBack } from "./way-back.ts";
import { standInsOf } from "./who-decides.ts";

export type Tone = "waiting" | "good" | "bad" | "running" | "over";

export interface CardFact {
  readonly label: string;
  readonly value: string | Date;
}

/** What a request shows of itself, without a word of any surface's markup. All texts are raw: each surface escapes its own way. */
export interface Card {
  readonly requestId: RequestId;
  /** The version of the request that it shows. */
  readonly version: number;
  /** What is decided by whoever decides on this card. */
  readonly digest: Digest;
  readonly title: string;
  readonly state: { readonly text: string; readonly tone: Tone };
  /** What has changed since it was approved, while it waits to be approved again. Empty otherwise. */
  readonly changes: readonly CardFact[];
  readonly effect: string;
  readonly facts: readonly CardFact[];
  /** What is too long or too much for the card itself, to be read in full elsewhere. Mostly empty. */
  readonly longDetails: readonly Fact[];
  readonly justification: string;
  /** What was read of the target, and when. */
  readonly preflight: ShownPreflight | undefined;
  readonly decisions: readonly Decision[];
  /** Until when it can be decided; nothing once it is. */
  readonly deadline: { readonly at: Date /** As of now. */; readonly left: string } | undefined;
  /** What a run made or did. Empty until then. */
  readonly results: readonly CardFact[];
  /** What to do about a run that did not work. Empty otherwise. */
  readonly guidance: string;
  /** What a reader may press; who may not is told so when they press it. */
  readonly actions: readonly CardAction[];
  /** The people who may press what not everybody may, whoever has to act first. */
  readonly actors: readonly PersonId[];
  /** What the button of a revert says. */
  readonly wayBack: string;
}

const tones = {
  pending: "waiting",
  escalated: "waiting",
  approved: "good",
  scheduled: "good",
  executing: "running",
  executed: "good",
  failed: "bad",
  rejected: "bad",
  cancelled: "over",
  expired: "over",
} as const satisfies Record<ApprovalRequest["status"], Tone>;

/** The card of a request as it is now; what it says of times is as of `now`. */
export function cardOf(request: ApprovalRequest, now: Date): Card {
  return {
    requestId: request.id,
    version: request.version,
    digest: request.digest,
    title: titleOf(request),
    state: { text: `${stateText(request, now)}${reviewText(reviewStateOf(request))}`, tone: toneOf(request) },
    changes: isOpen(request) ? request.differences : [],
    effect: request.description.effect,
    facts: [
      ...breakGlassFactsOf(request),
      ...changeFactsOf(request, now),
      { label: "Risk", value: riskText(request.risk, request.requirement) },
      { label: "Environment", value: `${request.environment} (${request.environmentSource})` },
      ...placeFacts(request.intent),
      { label: "Requested by", value: personText(request.requestedBy) },
      { label: "Requested", value: request.requestedAt },
      ...limitFactsOf(request),
      ...(request.template === undefined ? [] : [{ label: "Template", value: request.template }]),
      ...(request.reverts ? [{ label: "Reverts", value: request.reverts }] : []),
      ...(request.partOf ? [{ label: "Part of", value: request.partOf }] : []),
      ...policyFactsOf(request),
      ...taskFactsOf(request),
      ...delegationFactsOf(request),
      ...undeliveredFacts(request),
    ],
    longDetails: request.description.longFacts ?? [],
    justification: request.justification,
    preflight: findShownPreflight(request),
    decisions: request.decisions,
    deadline: isOpen(request) ? deadlineOf(request, now) : undefined,
    results: "outcome" in request ? [...request.outcome.facts, ...actualCostFactsOf(request)] : [],
    guidance: "outcome" in request ? request.outcome.guidance : "",
    actions: actionsOf(request),
    actors: actorsOf(request),
    wayBack: findWayBack(request) ?? "Revert",
  };
}

/** What is decided, in the order in which an approver needs it: when, what, how long nobody can work, and for how much. */
export function changeFactsOf(request: ApprovalRequest, now: Date): readonly CardFact[] {
  return [
    ...startFactsOf(request, now),
    ...actionFactsOf(request, now),
    ...request.description.facts.filter((fact) => !isOfStart(fact)),
    ...costFactsOf(request),
  ];
}

/** Where the instance is, as the same name may be given in several accounts; nothing where there is only one place. */
export function placeFacts(intent: Intent): readonly Fact[] {
  return intent.kind === "rds" && intent.place ? [{ label: "Account", value: intent.place }] : [];
}

/** An emergency is loud until others have looked at it and have nothing against it. */
function toneOf(request: ApprovalRequest): Tone {
  const state = reviewStateOf(request);
  const isSettled = state?.isComplete === true && state.reviews.every(({ verdict }) => verdict === "confirm");
  return request.requirement.breakGlass && !isSettled ? "bad" : tones[request.status];
}

/** What the approvals so far limit the start to, together. */
function limitFactsOf(request: ApprovalRequest): readonly Fact[] {
  const text = jointLimitsText(jointLimitsOf(request));
  return text === "" ? [] : [{ label: "Approved only", value: text }];
}

/** Who may decide instead of whom, as long as it is to be decided. */
function delegationFactsOf(request: ApprovalRequest): readonly Fact[] {
  if (!isOpen(request)) return [];
  return standInsOf(request).map((one) => ({ label: "Stand-in", value: delegationText(one) }));
}

/** What it will cost, for every place where somebody decides; nothing for what no price list knows. */
export function costFactsOf({ estimatedCost }: Pick<ApprovalRequest, "estimatedCost">): readonly Fact[] {
  return estimatedCost ? [{ label: "Cost", value: costText(estimatedCost) }] : [];
}

function actualCostFactsOf({ actualCost, estimatedCost }: ApprovalRequest): readonly Fact[] {
  const value = actualCost && actualCostText(actualCost, estimatedCost);
  return value === undefined ? [] : [{ label: "Cost", value }];
}

function deadlineOf({ expiresAt }: ApprovalRequest, now: Date): NonNullable<Card["deadline"]> {
  const secondsLeft = (expiresAt.getTime() - now.getTime()) / 1000;
  return { at: expiresAt, left: secondsLeft > 0 ? `${durationText(secondsLeft)} left` : "time is over" };
}
