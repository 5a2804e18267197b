import type { RdsIntent } from "../../core/intent.ts";
import { findPlaceText } from "../../core/policy/accounts.ts";
import type { AskedFacts } from "../../core/policy/condition-facts.ts";
import { evaluatePolicy, type PolicyAnswer } from "../../core/policy/evaluate-policy.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { RequestId } from "../../core/request.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { NewRequest } from "../../core/transitions/create.ts";
import { estimateCost } from "../../operations/cost/operation-cost.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { Operation } from "../../operations/frame/operation.ts";
import type { InventoryInstance } from "../ports/inventory.ts";
import { type Asker, askedFactsOf } from "./asked-facts.ts";
import { planSafetySnapshot } from "./plan-safety-snapshot.ts";
import { questionOf } from "./policy-question.ts";

interface Wish {
  readonly operation: Operation;
  readonly instance: InventoryInstance;
  /** As the form or the command line gave them; the operation reads them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly asker?: Asker | undefined;
}

/** What there is to say of a request before anybody is known to ask for it. */
export type Draft = PolicyAnswer &
  Pick<NewRequest, "description" | "environment" | "environmentSource" | "inverse" | "estimatedCost"> & {
    readonly intent: RdsIntent;
    readonly maintenanceWindow: string;
    /** What the policy was asked about each instance, besides. */
    readonly partFacts: readonly AskedFacts[];
  };

/** What an operation on an instance would do, and who would have to agree; refused where its parameters are wrong for it. */
export function draftRequest(
  policy: Policy,
  { operation, instance, parameters: given, asker }: Wish,
  id: RequestId,
  prices: PriceTable,
): Result<Draft, Refusal> {
  const parsed = operation.parse(given, instance);
  if (!parsed.ok) return err({ kind: "invalid-parameters", issues: parsed.error });
  const parameters = parsed.value;
  const { environment, environmentSource, account, region, resourceId } = instance;
  const estimatedCost = estimateCost(prices, operation, parameters, instance);
  const facts = askedFactsOf(operation, parameters, instance, asker);
  const question = questionOf(operation, instance, parameters, { facts, cost: estimatedCost });
  const answer = evaluatePolicy(policy, question);
  const snapshot = planSafetySnapshot({ operation, instance, ...answer }, id);
  const description = operation.describe(parameters, instance, id);
  const place = findPlaceText(policy.accounts, instance);
  return ok({
    ...answer,
    intent: {
      kind: "rds",
      operation: operation.name,
      instance: { id: instance.id, account, region, resourceId },
      ...(place !== undefined && { place }),
      parameters,
      state: operation.materialState(parameters, instance),
      ...(snapshot.id !== undefined && { safetySnapshot: snapshot.id }),
    },
    description: { ...description, facts: [...description.facts, ...snapshot.facts] },
    environment,
    environmentSource,
    inverse: operation.inverse(parameters, instance, id),
    estimatedCost,
    maintenanceWindow: instance.maintenanceWindow,
    partFacts: [facts],
  });
}
