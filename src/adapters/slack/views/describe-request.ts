import type { types } from "@slack/bolt";
import { z } from "zod";
import { askedFactsOf } from "../../../app/asked-facts.ts";
import type { InventoryInstance } from "../../../app/ports/inventory.ts";
import { reasonsToRaise } from "../../../app/reasons-to-raise.ts";
import { costFactsOf } from "../../../core/card.ts";
import type { CostChange } from "../../../core/cost.ts";
import { fullNameOf } from "../../../core/instance-name.ts";
import { findPlaceText } from "../../../core/policy/accounts.ts";
import type { AskedFacts } from "../../../core/policy/condition-facts.ts";
import { evaluatePolicy, type PolicyAnswer } from "../../../core/policy/evaluate-policy.ts";
import type { Policy } from "../../../core/policy/policy.ts";
import { requestIdSchema } from "../../../core/request.ts";
import { riskText } from "../../../core/texts.ts";
import { estimateCost } from "../../../operations/cost/operation-cost.ts";
import type { PriceTable } from "../../../operations/cost/price-table.ts";
import type { FormField } from "../../../operations/frame/form-field.ts";
import type { Operation } from "../../../operations/frame/operation.ts";
import { renderFacts } from "../render-card.ts";
import { paragraph, plainText } from "../text-objects.ts";
import { choiceInput, longTextInput, type Question, textInput, yesNoInput } from "./inputs.ts";
import { startInputs } from "./start-inputs.ts";

export const describeRequestId = "describe_request";
export const justificationBlock = "justification";

/** The first step's choice, carried by the second one. */
export const choiceSchema = z.object({ operation: z.string(), instanceId: z.string() });

/** As long as no parameter is given that tells another one. */
const noCost: CostChange = { kind: "none" };

export function parameterBlock(parameter: string): string {
  return `parameter#${parameter}`;
}

/** The second step: the operation's own questions, why, and what it will do. */
export function describeRequestView(
  operation: Operation,
  instance: InventoryInstance,
  policy: Policy,
  prices: PriceTable,
): types.ModalView {
  const { environment, environmentSource } = instance;
  const estimatedCost = costOf(operation, instance, prices);
  const cost = estimatedCost ?? noCost;
  const answer = answerOf(operation, instance, policy, cost);
  const place = findPlaceText(policy.accounts, instance);
  return {
    type: "modal",
    callback_id: describeRequestId,
    private_metadata: JSON.stringify({ operation: operation.name, instanceId: fullNameOf(instance) }),
    title: plainText("Request an operation", 24),
    submit: plainText("Send request", 24),
    close: plainText("Cancel", 24),
    blocks: [
      { type: "header", text: plainText(`${operation.label}: ${instance.id}`, 150) },
      ...effectOf(operation, instance),
      ...renderFacts([
        { label: "Environment", value: `${environment} (${environmentSource})` },
        ...(place === undefined ? [] : [{ label: "Account", value: place }]),
        { label: "Risk", value: riskText(answer.risk, answer.requirement) },
        ...costFactsOf({ estimatedCost }),
      ]),
      ...operation.fields.map(toInput),
      ...startInputs(policy, {
        operation: operation.name,
        risk: answer.risk,
        environment,
        cost,
        maintenanceWindow: instance.maintenanceWindow,
        partFacts: [factsOf(operation, instance)],
      }),
      longTextInput({
        id: justificationBlock,
        label: "Why it is needed",
        hint: "The approvers read it.",
        isRequired: true,
      }),
    ],
  };
}

/** As it would be without any parameter; nothing where one is needed to tell. */
function effectOf(operation: Operation, instance: InventoryInstance): types.KnownBlock[] {
  const parameters = operation.parse({}, instance);
  if (!parameters.ok) return [];
  const anyId = requestIdSchema.parse("req-0000000000");
  return [paragraph(operation.describe(parameters.value, instance, anyId).effect, 1000)];
}

/** As it would be without any parameter, too. */
function costOf(
  operation: Operation,
  instance: InventoryInstance,
  prices: PriceTable,
): CostChange | undefined {
  const parameters = operation.parse({}, instance);
  return parameters.ok ? estimateCost(prices, operation, parameters.value, instance) : undefined;
}

/** As it would be without any parameter, too. */
function answerOf(
  operation: Operation,
  instance: InventoryInstance,
  policy: Policy,
  cost: CostChange,
): PolicyAnswer {
  const { environment } = instance;
  const parameters = operation.parse({}, instance);
  return evaluatePolicy(policy, {
    ...factsOf(operation, instance),
    operation: operation.name,
    environment,
    catalogueRisk: operation.riskIn(environment),
    raisedBy: parameters.ok ? reasonsToRaise(operation, parameters.value, instance) : [],
    cost,
  });
}

/** As they would be without any parameter, too. */
function factsOf(operation: Operation, instance: InventoryInstance): AskedFacts {
  const parameters = operation.parse({}, instance);
  return parameters.ok ? askedFactsOf(operation, parameters.value, instance) : {};
}

export function toInput({ parameter, label, hint, isRequired, ...field }: FormField): types.InputBlock {
  const question: Question = { id: parameterBlock(parameter), label, hint, isRequired };
  switch (field.kind) {
    case "text":
      return textInput(question);
    case "yes-no":
      return yesNoInput(question);
    case "choice":
      return choiceInput(question, field.options);
  }
}
