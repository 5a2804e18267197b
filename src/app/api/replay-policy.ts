import { evaluatePolicy, type PolicyAnswer, type PolicyQuestion } from "../../core/policy/evaluate-policy.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { ApprovalRequest, RequestId } from "../../core/request.ts";
import { approvedBy } from "../../core/who-decides.ts";
import { findOperation } from "../../operations/catalogue.ts";
import type { PageQuery, RequestStore } from "../ports/request-store.ts";

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
      const question = request && questionOf(policy, request);
      return question ? [{ request, answer: evaluatePolicy(policy, question) }] : [];
    });
    return {
      compared: compared.length,
      notCompared: page.items.length - compared.length,
      different: compared.flatMap(({ request, answer }) => differenceOf(request, answer) ?? []),
      next: page.next,
    };
  };
}

/** As it was asked then; what the request did not keep, conditions are told that nobody knows. */
function questionOf(policy: Policy, request: ApprovalRequest): PolicyQuestion | undefined {
  const { intent, environment, requirement, estimatedCost, requestedBy, requestedVia, requestedAt } = request;
  const common = {
    environment,
    raisedBy: requirement.raisedBy,
    requester: requestedBy.id,
    surface: requestedVia,
    at: requestedAt,
  };
  switch (intent.kind) {
    case "rds": {
      const operation = findOperation(intent.operation);
      if (!operation) return undefined;
      return {
        ...common,
        kind: "rds",
        operation: operation.name,
        catalogueRisk: operation.riskIn(environment),
        parameters: intent.parameters,
        cost: estimatedCost,
      };
    }
    case "message":
      return {
        ...common,
        kind: "message",
        operation: intent.action,
        catalogueRisk: policy.actions[intent.action]?.risk ?? "high",
        parameters: intent.parameters,
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
  const approved = approvedBy(request).map(({ id }) => id);
  const wasApproved = request.statusHistory.some(({ status }) => status === "approved");
  const counting = approved.filter((person) => requirement.approvers.includes(person)).length;
  return {
    isDenied: requirement.denial !== undefined,
    risk,
    approvals: requirement.approvals,
    groups: requirement.groups.toSorted(),
    rules: requirement.rules.toSorted(),
    isEnough: wasApproved ? !requirement.denial && counting >= requirement.approvals : undefined,
  };
}
