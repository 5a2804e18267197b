import { monthlyChangeOf } from "../cost.ts";
import type { PersonId } from "../person.ts";
import { type ApprovalRequest, isOpen } from "../request.ts";
import type { Outcome } from "../run.ts";
import { secondsBetween } from "../timing/seconds.ts";

/** What became of an asking. Once approved it stays so, whatever comes after. */
export const outcomes = ["approved", "rejected", "expired", "cancelled", "open"] as const;

type AskingOutcome = (typeof outcomes)[number];

/** How long one group was waited for. */
interface GroupWait {
  readonly group: string;
  readonly seconds: number;
  /** `waiting`: nobody of it has answered yet; `passed`: it ended without any of them. */
  readonly state: "answered" | "waiting" | "passed";
}

/** What analytics needs of one request: no person's name is among it. */
export interface Figures {
  readonly askedAt: Date;
  readonly operation: string;
  /** One instance of a bulk request, which was asked for and approved as a whole. */
  readonly isPart: boolean;
  readonly outcome: AskingOutcome;
  readonly approvedBy: "people" | "policy" | undefined;
  /** From asking people to their decision. */
  readonly decisionSeconds: number | undefined;
  readonly isEscalated: boolean;
  readonly waits: readonly GroupWait[];
  readonly run: { readonly result: Outcome["result"]; readonly seconds: number } | undefined;
  /** USD a month, of what was done; `undefined` where nobody can tell either. */
  readonly cost: { readonly estimated: number | undefined; readonly actual: number | undefined } | undefined;
}

/** By the policy as it is now: a request keeps its groups' names, and not who was in each. */
export type MembersOf = (group: string) => readonly PersonId[];

/** A request's figures. The time counts from when people were last asked, anew after a drift. */
export function figuresOf(request: ApprovalRequest, membersOf: MembersOf, now: Date): Figures {
  const asking = askingOf(request);
  const isDone = request.status === "executed" && request.intent.kind !== "bulk";
  return {
    askedAt: request.requestedAt,
    operation: "operation" in request.intent ? request.intent.operation : request.intent.kind,
    isPart: request.partOf !== undefined,
    ...asking,
    isEscalated: request.statusHistory.some(({ status }) => status === "escalated"),
    waits: request.requirement.approvals > 0 ? waitsOf(request, membersOf, asking, now) : [],
    run: runOf(request),
    cost: isDone
      ? {
          estimated: monthlyChangeOf(request.estimatedCost),
          actual: monthlyChangeOf(request.actualCost?.change),
        }
      : undefined,
  };
}

function askingOf(request: ApprovalRequest) {
  const { statusHistory, decisions, requestedAt } = request;
  const start = statusHistory.findLastIndex((one) => one.status === "pending");
  const since = statusHistory[start]?.at ?? requestedAt;
  const after = statusHistory.slice(start + 1);
  const end =
    after.find((one) => one.status === "approved") ??
    after.find((one) => ["rejected", "expired", "cancelled"].includes(one.status));
  const outcome = outcomes.find((one) => one === end?.status) ?? (isOpen(request) ? "open" : "approved");
  const isByPeople = outcome === "approved" && decisions.some(({ kind }) => kind === "approve");
  const isDecided = isByPeople || outcome === "rejected";
  return {
    since,
    endedAt: end?.at,
    outcome,
    approvedBy: outcome !== "approved" ? undefined : isByPeople ? ("people" as const) : ("policy" as const),
    decisionSeconds: isDecided && end ? secondsBetween(since, end.at) : undefined,
  };
}

function waitsOf(
  { requirement, decisions }: ApprovalRequest,
  membersOf: MembersOf,
  { since, endedAt }: { readonly since: Date; readonly endedAt: Date | undefined },
  now: Date,
): readonly GroupWait[] {
  return requirement.groups.map((group) => {
    const members = requirement.oneFromEach?.find((one) => one.group === group)?.members ?? membersOf(group);
    const answer = decisions.find(({ by, onBehalfOf }) => members.includes(onBehalfOf?.id ?? by.id));
    if (answer) return { group, seconds: secondsBetween(since, answer.at), state: "answered" };
    const state = endedAt ? ("passed" as const) : ("waiting" as const);
    return { group, seconds: secondsBetween(since, endedAt ?? now), state };
  });
}

/** A bulk request's instances ran, and not the whole of them once more. */
function runOf(request: ApprovalRequest): Figures["run"] {
  if (request.intent.kind === "bulk") return undefined;
  if (request.status !== "executed" && request.status !== "failed") return undefined;
  const { result, durationSeconds } = request.outcome;
  return { result, seconds: durationSeconds };
}
