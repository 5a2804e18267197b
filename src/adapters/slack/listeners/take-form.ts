import type { ViewResponseAction } from "@slack/bolt";
import { chooseInstance } from "../../../app/choose-instance.ts";
import { findSelected } from "../../../app/find-selected.ts";
import { parallelField } from "../../../app/parallelism.ts";
import { isSelection, parseSelection } from "../../../core/bulk/selection.ts";
import { type Refusal, refusalText } from "../../../core/refusal.ts";
import { findOperation } from "../../../operations/catalogue.ts";
import type { Operation } from "../../../operations/frame/operation.ts";
import { fitted } from "../escape-mrkdwn.ts";
import type { SlackAppDependencies } from "../slack-app-dependencies.ts";
import { parseMetadata, type ViewSubmission } from "../view-submission.ts";
import { instanceBlock, operationBlock, severalBlock } from "../views/choose-operation.ts";
import { describeBulkView } from "../views/describe-bulk.ts";
import {
  choiceSchema,
  describeRequestView,
  justificationBlock,
  parameterBlock,
} from "../views/describe-request.ts";
import { enteredWhen, timeBlock, whenBlock } from "../views/start-inputs.ts";

/** The first step came back: answers with the second one. */
export async function takeChoice(
  deps: SlackAppDependencies,
  { entered }: ViewSubmission,
): Promise<ViewResponseAction> {
  const { inventory, policy, prices, tenant } = deps;
  const [instanceId, several] = [entered(instanceBlock), entered(severalBlock)];
  const operation = findOperation(entered(operationBlock));
  if (!operation) return errors({ [operationBlock]: "There is no such operation any more." });
  if (several !== "") {
    return instanceId === "" ? takeSeveral(deps, operation, several) : errors({ [severalBlock]: oneOnly });
  }
  if (instanceId === "") return errors({ [instanceBlock]: "Choose one, or name several below." });
  const chosen = await chooseInstance(inventory, tenant, instanceId);
  if (!chosen.ok) return errors({ [instanceBlock]: refusalText(chosen.error) });
  return { response_action: "update", view: describeRequestView(operation, chosen.value, policy, prices) };
}

const oneOnly = "Name several, or choose one above: one of the two has to be empty.";

async function takeSeveral(
  { inventory, policy, prices, tenant }: SlackAppDependencies,
  operation: Operation,
  typed: string,
): Promise<ViewResponseAction> {
  const selected = await findSelected(inventory, tenant, typed);
  if (!selected.ok) return errors({ [severalBlock]: refusalText(selected.error) });
  const selection = parseSelection(typed)
    .map(({ word }) => word)
    .join(",");
  const [only, ...others] = selected.value;
  const view =
    only && others.length === 0
      ? describeRequestView(operation, only, policy, prices)
      : describeBulkView(operation, selected.value, { selection, policy, prices });
  return { response_action: "update", view };
}

/** The second step came back: makes the request, once for the form. The notices tell its requester what becomes of it. */
export async function takeRequest(
  { findPerson, submitRequest }: SlackAppDependencies,
  submission: ViewSubmission,
): Promise<ViewResponseAction> {
  const { userId, teamId, viewId, entered } = submission;
  const choice = parseMetadata(choiceSchema, submission);
  const ofOperation = findOperation(choice.operation)?.fields ?? [];
  const fields = isSelection(choice.instanceId) ? [...ofOperation, parallelField] : ofOperation;
  const person = await findPerson(userId);
  if (!person.ok) return refusalErrors(person.error, fields);
  const when = enteredWhen(submission);
  if (!when.ok) return errors({ [timeBlock]: when.error });
  const parameters = fields
    .map(({ parameter }) => [parameter, entered(parameterBlock(parameter))] as const)
    .filter(([, value]) => value !== "");
  const submitted = await submitRequest({
    ...choice,
    parameters: Object.fromEntries(parameters),
    justification: entered(justificationBlock),
    when: when.value,
    by: person.value,
    surface: "slack",
    correlationId: `slack#${teamId}#${viewId}`,
  });
  return submitted.ok ? { response_action: "clear" } : refusalErrors(submitted.error, fields);
}

/** What is wrong with a parameter or with the time beside its question, all else beside the justification. */
function refusalErrors(refusal: Refusal, fields: Operation["fields"]): ViewResponseAction {
  if (refusal.kind === "frozen" || refusal.kind === "start-elsewhere" || refusal.kind === "never-starts")
    return errors({ [whenBlock]: refusalText(refusal) });
  if (refusal.kind !== "invalid-parameters") return errors({ [justificationBlock]: refusalText(refusal) });
  const beside: Record<string, string> = {};
  for (const { parameter, message } of refusal.issues) {
    const field = fields.find((one) => one.parameter === parameter);
    const isTime = !field && parameter === "when";
    const blockId = field ? parameterBlock(parameter) : isTime ? timeBlock : justificationBlock;
    const text = field || isTime ? message : `${parameter}: ${message}`;
    beside[blockId] = beside[blockId] === undefined ? text : `${beside[blockId]}\n${text}`;
  }
  return errors(beside);
}

export function errors(beside: Readonly<Record<string, string>>): ViewResponseAction {
  const shown = Object.entries(beside).map(([blockId, text]) => [blockId, fitted(text, 2000)]);
  return { response_action: "errors", errors: Object.fromEntries(shown) };
}
