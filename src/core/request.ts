import { z } from "zod";
import type { ActionState } from "./action/action-state.ts";
import type { ActualCost, CostChange } from "./cost.ts";
import type { Decision, Review } from "./decision.ts";
import type { Delegation } from "./delegation/delegation.ts";
import type { Fact } from "./fact.ts";
import type { Digest, Intent } from "./intent.ts";
import type { JsonObject } from "./json.ts";
import type { Actor, Person, PersonId, Surface } from "./person.ts";
import type { PreflightState } from "./preflight.ts";
import type { Requirement } from "./requirement.ts";
import type { Risk } from "./risk.ts";
import type { Outcome, Run } from "./run.ts";
import type { TaskState } from "./task/task-state.ts";
import type { Undelivered } from "./undelivered-place.ts";

/** `req-` and ten characters of Crockford's base 32: short enough to type, and without look-alikes. */
export const requestIdSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^req-[0-9a-hjkmnp-tv-z]{10}$/)
  .brand<"RequestId">();

export type RequestId = z.infer<typeof requestIdSchema>;

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

/** What people read about the intent, written once when the request is made. */
export interface Description {
  readonly title: string;
  /** What will really happen, in a sentence or two. */
  readonly effect: string;
  readonly facts: readonly Fact[];
  /** What a card has no room for: it is read in full behind a button, or below. */
  readonly longFacts?: readonly Fact[] | undefined;
}

/** What would undo a request, with the values from before it. */
export interface Inverse {
  readonly operation: string;
  readonly parameters: JsonObject;
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
  /** Whose key or identity filed it at the API. */
  readonly requestedThrough?: string | undefined;
  /** Of the API's whole order, to tell a repetition from another one under its key. */
  readonly orderDigest?: string | undefined;
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
  /** Its end but for the limits of approvals, where one of these ends it earlier. */
  readonly unlimitedExpiresAt?: Date | undefined;
  /** How many of the requirement's steps of escalation have been taken in this asking. */
  readonly escalationsTaken?: number | undefined;
  /** How many of its reminders are over, those included that came too late to be sent. */
  readonly remindersOver?: number | undefined;
  /** Those on what the digest stands for now; earlier ones are in the audit log alone. */
  readonly decisions: readonly Decision[];
  /** The name of the policy's template that it was asked for by. */
  readonly template?: string | undefined;
  /** The incident that an emergency was declared for. */
  readonly incident?: string | undefined;
  /** Of an emergency, after its end. */
  readonly reviews?: readonly Review[] | undefined;
  readonly reviewOverdueSince?: Date | undefined;
  /** Who decides for whom, of those in force when it was read. The register has them: they are not kept with the request. */
  readonly delegations?: readonly Delegation[] | undefined;
  /** Of which delegations its people have been told, that they began or that they ended: "delegation-7 began". */
  readonly notedDelegations?: readonly string[] | undefined;
  /** The owner who approved it before others had. */
  readonly overriddenBy?: Person | undefined;
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
  /** Of a task that a paused workflow waits for. */
  readonly task?: TaskState | undefined;
  /** Of a bulk request: one for each part of its intent. */
  readonly partDrafts?: readonly PartDraft[] | undefined;
  /** What the caller of an API or a trigger calls it. */
  readonly correlationId?: string | undefined;
  /** Where its events are sent besides the tenant's webhooks. */
  readonly webhookUrl?: string | undefined;
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
export function isFinal(request: { readonly status: Status }): boolean {
  return ["executed", "failed", "rejected", "cancelled", "expired"].includes(request.status);
}
