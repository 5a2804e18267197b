import { partNamesOf } from "../../core/bulk/part-names.ts";
import { costFactsOf } from "../../core/card.ts";
import type { CostChange } from "../../core/cost.ts";
import type { Fact } from "../../core/fact.ts";
import { fullNameOf } from "../../core/instance-name.ts";
import { findPlaceText } from "../../core/policy/accounts.ts";
import type { AskedFacts } from "../../core/policy/condition-facts.ts";
import { evaluatePolicy } from "../../core/policy/evaluate-policy.ts";
import type { Policy } from "../../core/policy/policy.ts";
import { requestIdSchema } from "../../core/request.ts";
import { namesText, riskText } from "../../core/texts.ts";
import { estimateCost } from "../../operations/cost/operation-cost.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { FormField } from "../../operations/frame/form-field.ts";
import type { Operation } from "../../operations/frame/operation.ts";
import type { InventoryInstance } from "../ports/inventory.ts";
import { askedFactsOf } from "../submit/asked-facts.ts";
import { draftBulk } from "../submit/draft-bulk.ts";
import { parallelField } from "../submit/parallelism.ts";
import { reasonsToRaise } from "../submit/reasons-to-raise.ts";
import type { Choice } from "./questions.ts";
import { type StartQuestion, startQuestionOf } from "./start-question.ts";

/** The second step of the form, without a word of any surface's markup: what it will do, and what is left to ask. */
export interface RequestForm {
  readonly choice: Choice;
  readonly title: string;
  /** As it would be without any parameter; empty where one is needed to tell. */
  readonly effect: string;
  readonly facts: readonly Fact[];
  /** The operation's own questions. */
  readonly fields: readonly FormField[];
  readonly start: StartQuestion;
  /** Stands where the reader gives no reason; nothing where they have to. */
  readonly standardReason?: string | undefined;
}

interface Ground {
  readonly policy: Policy;
  readonly prices: PriceTable;
}

/** As long as no parameter is given that tells another one. */
const noCost: CostChange = { kind: "none" };

const anyId = requestIdSchema.parse("req-0000000000");

const mostNames = 10;

/** The form for one instance. */
export function describeForm(
  operation: Operation,
  instance: InventoryInstance,
  { policy, prices }: Ground,
): RequestForm {
  const { environment, environmentSource } = instance;
  const { effect, estimatedCost, raisedBy, facts } = withoutParameters(operation, instance, prices);
  const cost = estimatedCost ?? noCost;
  const { risk, requirement } = evaluatePolicy(policy, {
    ...facts,
    operation: operation.name,
    environment,
    catalogueRisk: operation.riskIn(environment),
    raisedBy,
    cost,
  });
  const place = findPlaceText(policy.accounts, instance);
  return {
    choice: { operation: operation.name, instanceId: fullNameOf(instance) },
    title: `${operation.label}: ${instance.id}`,
    effect,
    facts: [
      { label: "Environment", value: `${environment} (${environmentSource})` },
      ...(place === undefined ? [] : [{ label: "Account", value: place }]),
      { label: "Risk", value: riskText(risk, requirement) },
      ...costFactsOf({ estimatedCost }),
    ],
    fields: operation.fields,
    start: startQuestionOf(policy, {
      operation: operation.name,
      risk,
      environment,
      cost,
      maintenanceWindow: instance.maintenanceWindow,
      partFacts: [facts],
    }),
  };
}

/** The form for several instances: the same questions as for one, and how many at the same time. */
export function describeBulkForm(
  operation: Operation,
  instances: readonly InventoryInstance[],
  { selection, policy, prices }: Ground & { readonly selection: string },
): RequestForm {
  const names = partNamesOf(instances);
  const environment = instances[0]?.environment ?? "production";
  // As it would be without any parameter; nothing where one is needed to tell.
  const drafted = draftBulk(
    policy,
    { operation, instances, parameters: {}, parallelism: 1, selection },
    anyId,
    prices,
  );
  const draft = drafted.ok ? drafted.value : undefined;
  return {
    choice: { operation: operation.name, instanceId: selection },
    title: `${operation.label}: ${names.length} instances`,
    effect: draft?.description.effect ?? "",
    facts: [
      { label: "Instances", value: namesText(names, mostNames) },
      { label: "Environment", value: environment },
      ...(draft ? [{ label: "Risk", value: riskText(draft.risk, draft.requirement) }] : []),
      ...costFactsOf({ estimatedCost: draft?.estimatedCost }),
    ],
    fields: [...operation.fields, parallelField],
    start: startQuestionOf(policy, {
      operation: operation.name,
      environment,
      risk: draft?.risk ?? operation.riskIn(environment),
      cost: draft?.estimatedCost ?? noCost,
      partFacts: draft?.partFacts,
      maintenanceWindow: undefined,
    }),
  };
}

/** What can be told before anybody has said a parameter; next to nothing where one is needed to tell. */
interface Foretold {
  readonly effect: string;
  readonly estimatedCost: CostChange | undefined;
  readonly raisedBy: readonly string[];
  readonly facts: AskedFacts;
}

function withoutParameters(operation: Operation, instance: InventoryInstance, prices: PriceTable): Foretold {
  const parsed = operation.parse({}, instance);
  if (!parsed.ok) return { effect: "", estimatedCost: undefined, raisedBy: [], facts: {} };
  const { value: parameters } = parsed;
  return {
    effect: operation.describe(parameters, instance, anyId).effect,
    estimatedCost: estimateCost(prices, operation, parameters, instance),
    raisedBy: reasonsToRaise(operation, parameters, instance),
    facts: askedFactsOf(operation, parameters, instance),
  };
}
