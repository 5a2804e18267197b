import { withoutApprovals } from "../../core/policy/break-glass.ts";
import { evaluatePolicy, type PolicyAnswer, type PolicyQuestion } from "../../core/policy/evaluate-policy.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import type { Requirement } from "../../core/requirement.ts";
import { isWhole, stillNeeded } from "../../core/still-needed.ts";
import { findOperation } from "../../operations/catalogue.ts";
import type { PageQuery, RequestStore } from "../ports/request-store.ts";
import { keptAskerFactsOf, keptFactsOf } from "../submit/asked-facts.ts";

/** What another policy would have made of one request. */
export interface Difference {
  readonly requestId: RequestId;
  readonly title: string;
  readonly was: Asking;
  readonly wouldBe: Asking;
}

/** Who had to agree to a request, or would have. */
export interface Asking {
  readonly isDenied: boolean;
  readonly risk: string;
  readonly approvals: number;
  readonly groups: readonly string[];
  readonly rules: readonly string[];
  /** Whether the people who did approve it are enough; nothing where it was not approved. */
  readonly isEnough: boolean | undefined;
}

interface Replay {
  readonly compared: number;
  /** Requests of which the policy says nothing. */
  readonly notCompared: number;
  readonly different: readonly Difference[];
  readonly next: string | undefined;
}

/** Asks a policy about one page of what was asked for since a moment, the newest first. */
export type ReplayPolicy = (policy: Policy, since: Date, query: PageQuery) => Promise<Replay>;

/** Asks nothing of RDS: only what each request has kept of itself. */
export function makeReplayPolicy({
  requests,
  tenant,
}: {
  readonly requests: Pick<RequestStore, "find" | "search">;
  readonly tenant: string;
}): ReplayPolicy {
  return async (policy, since, query) => {
    const page = await requests.search(tenant, { from: since }, query);
    const found = await Promise.all(page.items.map(({ id }) => requests.find(id)));
    const compared = found.flatMap((request) => {
      const answer = request && answerOf(policy, request);
      return answer ? [{ request, answer }] : [];
    });
    return {
      compared: compared.length,
      notCompared: page.items.length - compared.length,
      different: compared.flatMap(({ request, answer }) => differenceOf(request, answer) ?? []),
      next: page.next,
    };
  };
}

/** What the policy would have answered; nothing for what it is not asked about with one question. */
function answerOf(policy: Policy, request: ApprovalRequest): PolicyAnswer | undefined {
  const question = questionOf(policy, request);
  if (!question) return undefined;
  const answer = evaluatePolicy(policy, question);
  if (!request.requirement.breakGlass) return answer;
  return { ...answer, requirement: withoutApprovals(policy, answer.requirement) };
}

/** As it was asked then; what the request did not keep, conditions are told that nobody knows. */
function questionOf(policy: Policy, request: ApprovalRequest): PolicyQuestion | undefined {
  const { intent, environment, requirement, estimatedCost } = request;
  const { raisedBy } = requirement;
  switch (intent.kind) {
    case "rds": {
      const operation = findOperation(intent.operation);
      if (!operation) return undefined;
      return {
        ...keptFactsOf(request)[0],
        environment,
        raisedBy,
        operation: operation.name,
        catalogueRisk: operation.riskIn(environment),
        cost: estimatedCost,
      };
    }
    case "message":
      return {
        ...keptAskerFactsOf(request),
        kind: "message",
        environment,
        raisedBy,
        operation: intent.action,
        catalogueRisk: policy.actions[intent.action]?.risk ?? "high",
        parameters: intent.parameters,
        collateral: [],
        cost: { kind: "none" },
      };
    // Of several instances each has its own answer, and a task's risk is its sender's.
    case "bulk":
    case "task":
      return undefined;
  }
}

function differenceOf(request: ApprovalRequest, answer: PolicyAnswer): Difference | undefined {
  const was = askingOf(request, request);
  const wouldBe = askingOf(request, answer);
  if (JSON.stringify(was) === JSON.stringify(wouldBe)) return undefined;
  return { requestId: request.id, title: request.description.title, was, wouldBe };
}

function askingOf(
  request: ApprovalRequest,
  { risk, requirement }: Pick<PolicyAnswer, "risk" | "requirement">,
): Asking {
  const wasApproved = request.statusHistory.some(({ status }) => status === "approved");
  return {
    isDenied: requirement.denial !== undefined,
    risk,
    approvals: requirement.approvals,
    groups: requirement.groups.toSorted(),
    rules: requirement.rules.toSorted(),
    isEnough: wasApproved ? isEnough(request, requirement) : undefined,
  };
}

/** Whether those who approved it could have, and are as many, and of each group, as it asks for; or an owner, who needs nobody else. */
function isEnough(request: ApprovalRequest, requirement: Requirement): boolean {
  if (requirement.denial) return false;
  const { overriddenBy, statusHistory } = request;
  if (overriddenBy && requirement.owners?.includes(overriddenBy.id)) return true;
  const wasEscalated = statusHistory.some(({ status }) => status === "escalated");
  const may = [...requirement.approvers, ...(wasEscalated ? requirement.escalationApprovers : [])];
  const decisions = request.decisions.filter(({ by, onBehalfOf }) => may.includes((onBehalfOf ?? by).id));
  return isWhole(stillNeeded({ ...request, requirement, decisions }));
}
