import { actionFactsOf } from "./action/action-facts.ts";
import { tallyOf, tallyText } from "./bulk/tally.ts";
import { actualCostText, costText } from "./cost-text.ts";
import type { Fact } from "./fact.ts";
import { type Digest, type Intent, startOf } from "./intent.ts";
import type { Person, PersonId } from "./person.ts";
import {
  type ApprovalRequest,
  approvedBy,
  approversOf,
  type Decision,
  isOpen,
  type RequestId,
} from "./request.ts";
import { findShownPreflight, type ShownPreflight } from "./shown-preflight.ts";
import { durationText, progressBar, riskText, statusWords } from "./texts.ts";
import { plannedText } from "./timing/moment-text.ts";
import { isOfStart, startFactsOf } from "./timing/start-facts.ts";
import { targetText } from "./turn.ts";
import { undeliveredFacts } from "./undelivered.ts";
import { findWayBack } from "./way-back.ts";

export type Tone = "waiting" | "good" | "bad" | "running" | "over";

export type CardAction = "approve" | "reject" | "cancel" | "revert" | "refresh";

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

export function cardOf(request: ApprovalRequest, now: Date): Card {
  return {
    requestId: request.id,
    version: request.version,
    digest: request.digest,
    title: request.description.title,
    state: { text: stateText(request, now), tone: tones[request.status] },
    changes: isOpen(request) ? request.differences : [],
    effect: request.description.effect,
    facts: [
      ...changeFactsOf(request, now),
      { label: "Risk", value: riskText(request.risk, request.requirement) },
      { label: "Environment", value: `${request.environment} (${request.environmentSource})` },
      ...placeFacts(request.intent),
      { label: "Requested by", value: personText(request.requestedBy) },
      { label: "Requested", value: request.requestedAt },
      ...(request.reverts ? [{ label: "Reverts", value: request.reverts }] : []),
      ...(request.partOf ? [{ label: "Part of", value: request.partOf }] : []),
      ...undeliveredFacts(request),
    ],
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

function stateText(request: ApprovalRequest, now: Date): string {
  const words = `${statusWords[request.status].charAt(0).toUpperCase()}${statusWords[request.status].slice(1)}`;
  switch (request.status) {
    case "pending":
    case "escalated":
      return `${words} · ${approvedBy(request).length} of ${request.requirement.approvals}`;
    case "approved":
      if (request.waitsFor) return waitsText(request, request.waitsFor);
      if (startOf(request.intent)) return "Approved, about to be scheduled";
      if (request.action?.sentAt) return "Approved, waits for the poller";
      return request.requirement.approvals === 0 ? "Approved by policy, about to start" : words;
    case "scheduled":
      if (request.waitsFor && request.startAt <= now) return waitsText(request, request.waitsFor);
      return `Approved, scheduled for ${plannedText(request.startAt)}`;
    case "executing": {
      const { lastProgress, parts } = request.run;
      if (request.intent.kind === "bulk") return `${words} · ${tallyText(tallyOf(request.intent, parts))}`;
      return lastProgress?.percent === undefined ? words : `${words} · ${progressBar(lastProgress.percent)}`;
    }
    case "executed":
    case "failed":
      return request.outcome.result === "timeout"
        ? `Timed out after ${durationText(request.outcome.durationSeconds)}`
        : `${words} after ${durationText(request.outcome.durationSeconds)}${bulkText(request)}`;
    case "rejected":
      return `Rejected by ${request.decisions.at(-1)?.by.name ?? "an approver"}`;
    case "cancelled":
      return request.partOf ? "Not started in time" : `Cancelled by ${request.requestedBy.name}`;
    case "expired":
      if (request.action?.sentAt) return "Expired: no poller has taken it, nothing was run";
      return `Expired with ${approvedBy(request).length} of ${request.requirement.approvals} approvals`;
  }
}

function waitsText({ turn }: ApprovalRequest, waitsFor: RequestId): string {
  return `Approved · waits for ${waitsFor} on ${targetText(turn)}`;
}

/** How many instances of a bulk request are done, where not all are. */
function bulkText({
  intent,
  run: { parts },
  status,
}: Extract<ApprovalRequest, { outcome: unknown }>): string {
  return intent.kind === "bulk" && status === "failed" ? ` · ${tallyText(tallyOf(intent, parts))}` : "";
}

function actionsOf(request: ApprovalRequest): readonly CardAction[] {
  const refresh = request.intent.kind === "rds" ? (["refresh"] as const) : [];
  switch (request.status) {
    case "pending":
    case "escalated":
      return ["approve", "reject", "cancel", ...refresh];
    case "approved":
    case "scheduled":
      return request.partOf ? [] : ["cancel", ...refresh];
    case "executed":
      return request.inverse ? ["revert"] : [];
    default:
      return [];
  }
}

function actorsOf(request: ApprovalRequest): readonly PersonId[] {
  const requester = actionsOf(request).includes("cancel") ? [request.requestedBy.id] : [];
  const decided = new Set(request.decisions.map(({ by }) => by.id));
  const deciding = isOpen(request) ? approversOf(request).filter((one) => !decided.has(one)) : [];
  return [...new Set([...deciding, ...requester])];
}

/** What it will cost, for every place where somebody decides; nothing for what no price list knows. */
export function costFactsOf({ estimatedCost }: Pick<ApprovalRequest, "estimatedCost">): readonly Fact[] {
  return estimatedCost ? [{ label: "Cost", value: costText(estimatedCost) }] : [];
}

function actualCostFactsOf({ actualCost, estimatedCost }: ApprovalRequest): readonly Fact[] {
  const value = actualCost && actualCostText(actualCost, estimatedCost);
  return value === undefined ? [] : [{ label: "Cost", value }];
}

/** With the address: a name is what somebody chose to be called, and can be another's. */
export function personText({ id, name }: Person): string {
  return name === id ? id : `${name} (${id})`;
}

function deadlineOf({ expiresAt }: ApprovalRequest, now: Date): NonNullable<Card["deadline"]> {
  const secondsLeft = (expiresAt.getTime() - now.getTime()) / 1000;
  return { at: expiresAt, left: secondsLeft > 0 ? `${durationText(secondsLeft)} left` : "time is over" };
}
