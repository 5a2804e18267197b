import type { types } from "@slack/bolt";
import { draftBulk } from "../../../app/draft-bulk.ts";
import { parallelField } from "../../../app/parallelism.ts";
import type { InventoryInstance } from "../../../app/ports/inventory.ts";
import { partNamesOf } from "../../../core/bulk/part-names.ts";
import { costFactsOf } from "../../../core/card.ts";
import type { Policy } from "../../../core/policy/policy.ts";
import { requestIdSchema } from "../../../core/request.ts";
import { namesText, riskText } from "../../../core/texts.ts";
import type { PriceTable } from "../../../operations/cost/price-table.ts";
import type { Operation } from "../../../operations/frame/operation.ts";
import { renderFacts } from "../render-card.ts";
import { paragraph, plainText } from "../text-objects.ts";
import { describeRequestId, justificationBlock, toInput } from "./describe-request.ts";
import { longTextInput } from "./inputs.ts";
import { startInputs } from "./start-inputs.ts";

const mostNames = 10;

/** The second step for several instances: the same questions as for one, and how many at the same time. */
export function describeBulkView(
  operation: Operation,
  instances: readonly InventoryInstance[],
  {
    selection,
    policy,
    prices,
  }: { readonly selection: string; readonly policy: Policy; readonly prices: PriceTable },
): types.ModalView {
  const names = partNamesOf(instances);
  const environment = instances[0]?.environment ?? "production";
  // As it would be without any parameter; nothing where one is needed to tell.
  const drafted = draftBulk(
    policy,
    { operation, instances, parameters: {}, parallelism: 1, selection },
    requestIdSchema.parse("req-0000000000"),
    prices,
  );
  const draft = drafted.ok ? drafted.value : undefined;
  return {
    type: "modal",
    callback_id: describeRequestId,
    private_metadata: JSON.stringify({ operation: operation.name, instanceId: selection }),
    title: plainText("Request an operation", 24),
    submit: plainText("Send request", 24),
    close: plainText("Cancel", 24),
    blocks: [
      { type: "header", text: plainText(`${operation.label}: ${names.length} instances`, 150) },
      ...(draft ? [paragraph(draft.description.effect, 1000)] : []),
      ...renderFacts([
        { label: "Instances", value: namesText(names, mostNames) },
        { label: "Environment", value: environment },
        ...(draft ? [{ label: "Risk", value: riskText(draft.risk, draft.requirement) }] : []),
        ...costFactsOf({ estimatedCost: draft?.estimatedCost }),
      ]),
      ...operation.fields.map(toInput),
      toInput(parallelField),
      ...startInputs(policy, {
        operation: operation.name,
        environment,
        risk: draft?.risk ?? operation.riskIn(environment),
        cost: draft?.estimatedCost ?? { kind: "none" },
        partFacts: draft?.partFacts,
        maintenanceWindow: undefined,
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
