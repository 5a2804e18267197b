import { z } from "zod";
import { type ActionState, nextLookAt } from "./action/action-state.ts";
import type { ActualCost, CostChange } from "./cost.ts";
import type { Fact } from "./fact.ts";
import type { Digest, Intent } from "./intent.ts";
import type { JsonObject } from "./json.ts";
import type { Actor, Person, PersonId, Surface } from "./person.ts";
import type { PreflightState } from "./preflight.ts";
import type { Outcome, Run } from "./run.ts";

/** `req-` and ten characters of Crockford's base 32: short enough to type, and without look-alikes. */
export const requestIdSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^req-[0-9a-hjkmnp-tv-z]{10}$/)
  .brand<"RequestId">();

export type RequestId = z.infer<typeof requestIdSchema>;

export const risks = ["low", "medium", "high"] as const;

export type Risk = (typeof risks)[number];

export const statuses = [
  "pending",
  "escalated",
  "approved",
  "scheduled",
  "executing",
  "executed",
  "failed",
  "rejected",
  "cancelled",
  "expired",
] as const;

export type Status = (typeof statuses)[number];

/** What the policy asked for when the request was made; it is not asked again. */
export interface Requirement {
  readonly approvals: number;
  /** Why the risk is one level higher than the policy has it. Empty where it is not. */
  readonly raisedBy: readonly string[];
  /** Everyone who may decide. */
  readonly approvers: readonly PersonId[];
  /** Who may decide as well, once the request is escalated. */
  readonly escalationApprovers: readonly PersonId[];
  readonly groups: readonly string[];
  /** The risks that want a safety snapshot before the operation. Missing in what was asked for before there was any. */
  readonly safetySnapshotAt?: readonly Risk[] | undefined;
  /** The names of the policy's rules that matched. */
  readonly rules: readonly string[];
  /** SHA-256 of the policy file. */
  readonly policyVersion: string;
}

/** What people read about the intent, written once when the request is made. */
export interface Description {
  readonly title: string;
  /** What will really happen, in a sentence or two. */
  readonly effect: string;
  readonly facts: readonly Fact[];
}

/** What would undo a request, with the values from before it. */
export interface Inverse {
  readonly operation: string;
  readonly parameters: JsonObject;
}

export interface Decision {
  readonly kind: "approve" | "reject";
  readonly by: Person;
  readonly surface: Surface;
  readonly at: Date;
  /** The approver's comment or the reason for a rejection. Empty when there is none. */
  readonly comment: string;
}

interface StatusChange {
  readonly status: Status;
  readonly at: Date;
  readonly by: Actor;
}

/** A refusal that is already in the audit log, so that the same click again writes nothing. */
interface NotedRefusal {
  readonly by: Actor;
  readonly kind: string;
}

/** Somebody in person, or whoever asks. */
export type TeamsPerson = PersonId | "requester";

/** One place where people should have seen the request and could not. */
export interface Undelivered {
  readonly surface: Surface;
  /** A channel's id, or the address of a person. */
  readonly place: string;
  readonly reason: string;
  readonly at: Date;
}

/** The end of the request's audit chain. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

/** What a bulk request keeps for the request of each of its instances. */
export interface PartDraft {
  readonly title: string;
  readonly inverse?: Inverse | undefined;
  readonly estimatedCost?: CostChange | undefined;
}

interface RequestFacts {
  readonly id: RequestId;
  readonly tenant: string;
  /** Counts the changes; each save is conditional on the one it was read at. */
  readonly version: number;
  readonly intent: Intent;
  readonly digest: Digest;
  readonly description: Description;
  readonly requestedBy: Person;
  readonly requestedVia: Surface;
  readonly requestedAt: Date;
  readonly justification: string;
  readonly environment: string;
  /** What the environment was told by: "tag Environment=production", for example. */
  readonly environmentSource: string;
  readonly risk: Risk;
  readonly requirement: Requirement;
  /** Slack channel ids that get the card. */
  readonly slackChannels: readonly string[];
  /** Teams channel ids that get the card. Missing, as the one below, in what was asked for before there was Teams. */
  readonly teamsChannels?: readonly string[] | undefined;
  /** Who gets the card in their own chat with the bot in Teams. */
  readonly teamsPeople?: readonly TeamsPerson[] | undefined;
  /** Who gets it by mail. Missing in what was asked for before there were mails. */
  readonly emailRecipients?: readonly PersonId[] | undefined;
  /** The places where it could not be delivered, each once. */
  readonly undelivered?: readonly Undelivered[] | undefined;
  readonly expiresAt: Date;
  /** Those on what the digest stands for now; earlier ones are in the audit log alone. */
  readonly decisions: readonly Decision[];
  /** What had changed when it was asked for again; empty as long as nothing has. */
  readonly differences: readonly Fact[];
  /** Nothing where nothing undoes it. */
  readonly inverse?: Inverse | undefined;
  /** What it will change of the monthly bill. Not in the digest, as prices are not what is meant; older requests have none. */
  readonly estimatedCost?: CostChange | undefined;
  /** What the run has changed of it; nothing until that has ended well. */
  readonly actualCost?: ActualCost | undefined;
  /** The request that this one would undo. */
  readonly reverts?: RequestId | undefined;
  /** The turn at its target that it waits for, has or had. */
  readonly turn?: string | undefined;
  /** Who has to be done first, as long as it could start but for that. */
  readonly waitsFor?: RequestId | undefined;
  /** Missing until the target is first read for the approvers, or somebody asks for that. */
  readonly preflight?: PreflightState | undefined;
  /** Of an action for an on-premises system. */
  readonly action?: ActionState | undefined;
  /** Of a bulk request: one for each part of its intent. */
  readonly partDrafts?: readonly PartDraft[] | undefined;
  /** The bulk request that this is one instance of: approved with it, and neither decided nor cancelled by itself. */
  readonly partOf?: RequestId | undefined;
  readonly statusHistory: readonly StatusChange[];
  readonly notedRefusals: readonly NotedRefusal[];
  readonly chainEnd: ChainEnd;
}

export type ApprovalRequest = RequestFacts &
  (
    | { readonly status: "pending" | "escalated" }
    | { readonly status: "approved" | "rejected" | "cancelled" | "expired" }
    | { readonly status: "scheduled"; readonly startAt: Date }
    | { readonly status: "executing"; readonly run: Run }
    | { readonly status: "executed" | "failed"; readonly run: Run; readonly outcome: Outcome }
  );

export type OpenRequest = Extract<ApprovalRequest, { status: "pending" | "escalated" }>;

/** Still to be decided. */
export function isOpen(request: ApprovalRequest): request is OpenRequest {
  return request.status === "pending" || request.status === "escalated";
}

/** Not begun and not ended: so long its target can be looked at before anything happens to it. */
export function isBeforeRun(request: ApprovalRequest): boolean {
  return isOpen(request) || request.status === "approved" || request.status === "scheduled";
}

/** Its status stays as it is. */
export function isFinal(request: ApprovalRequest): boolean {
  return ["executed", "failed", "rejected", "cancelled", "expired"].includes(request.status);
}

/** From when on somebody has to look after the request if nothing else has moved it; nothing once it is final. */
export function dueAt(request: ApprovalRequest): Date | undefined {
  switch (request.status) {
    case "pending":
    case "escalated":
      return request.expiresAt;
    case "approved": {
      const approvedAt = request.statusHistory.at(-1)?.at ?? request.requestedAt;
      const look = request.action && nextLookAt(request.action, approvedAt);
      return look ?? new Date(approvedAt.getTime() + graceMilliseconds);
    }
    case "scheduled":
      return request.startAt;
    case "executing":
      // Its poller reports by itself.
      if (request.action) return request.run.deadline;
      return new Date((request.run.lastProgress?.at ?? request.run.leaseUntil).getTime() + graceMilliseconds);
    default:
      return undefined;
  }
}

/** How long a lost message is waited for. */
const graceMilliseconds = 120_000;

/** The distinct people who approved, in the order in which they did. */
export function approvedBy(request: Pick<ApprovalRequest, "decisions">): readonly Person[] {
  return request.decisions.filter(({ kind }) => kind === "approve").map(({ by }) => by);
}

/** Everyone who may decide now: the approvers, and the escalation's too once it is escalated. */
export function approversOf(request: ApprovalRequest): readonly PersonId[] {
  const { approvers, escalationApprovers } = request.requirement;
  return request.status === "escalated" ? [...new Set([...approvers, ...escalationApprovers])] : approvers;
}
