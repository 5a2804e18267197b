import { isSelection } from "../../core/bulk/selection.ts";
import { explainPolicy, type PolicyExplanation } from "../../core/policy/explain-policy.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import type { Result } from "../../core/result.ts";
import { findOperation } from "../../operations/catalogue.ts";
import { estimateCost } from "../../operations/cost/operation-cost.ts";
import { chooseInstance } from "../inventory/choose-instance.ts";
import { askedFactsOf } from "../submit/asked-facts.ts";
import { questionOf } from "../submit/policy-question.ts";
import { makeSubmitRequest, type Submission } from "../submit/submit-request.ts";
import { useTemplate } from "../submit/use-template.ts";

type Tried = Omit<Submission, "correlationId">;

interface Trial {
  /** The request that would be filed, or why none would be. */
  readonly outcome: Result<ApprovalRequest, Refusal>;
  /** What each rule says, by name; nothing where it is about several instances. */
  readonly rules: PolicyExplanation["rules"];
}

/** What would become of a submission; nothing is kept. */
export type TryRequest = (
  submission: Tried,
  /** Asked instead of the one that counts. */
  policy?: Policy | undefined,
) => Promise<Trial>;

/** Goes the way of every request, up to a store that keeps nothing, so that it cannot say anything else than that. */
export function makeTryRequest(deps: Parameters<typeof makeSubmitRequest>[0]): TryRequest {
  const keepsNothing = {
    ...deps.requests,
    create: async ({ request }: { readonly request: ApprovalRequest }) => request.id,
  };
  return async (submission, policy = deps.policy) => {
    const submit = makeSubmitRequest({ ...deps, policy, requests: keepsNothing });
    const [outcome, rules] = await Promise.all([
      submit({ ...submission, correlationId: "tried" }),
      explain(submission, policy),
    ]);
    return { outcome, rules };
  };

  async function explain(submission: Tried, policy: Policy): Promise<PolicyExplanation["rules"]> {
    const used = useTemplate(policy, submission);
    if (!used.ok) return [];
    const { operation: name, instanceId, parameters: given, claims = {}, by, surface } = used.value;
    const operation = findOperation(name);
    if (!operation || isSelection(instanceId)) return [];
    const chosen = await chooseInstance(deps.inventory, deps.tenant, instanceId);
    const parsed = chosen.ok ? operation.parse(given, chosen.value) : undefined;
    if (!chosen.ok || !parsed?.ok) return [];
    const { value: instance } = chosen;
    const parameters = parsed.value;
    const asker = { by: by.id, surface, at: deps.now(), claimedRisk: claims.risk };
    const question = questionOf(operation, instance, parameters, {
      facts: askedFactsOf(operation, parameters, instance, asker),
      cost: estimateCost(deps.prices, operation, parameters, instance),
    });
    return explainPolicy(policy, question).rules;
  }
}
