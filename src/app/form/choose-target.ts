import { parseSelection } from "../../core/bulk/selection.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { Template } from "../../core/policy/template.ts";
import { refusalText } from "../../core/refusal-text.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { findOperation } from "../../operations/catalogue.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { Operation } from "../../operations/frame/operation.ts";
import { chooseInstance } from "../inventory/choose-instance.ts";
import { findSelected } from "../inventory/find-selected.ts";
import type { Inventory } from "../ports/inventory.ts";
import { describeBulkForm, describeForm, type RequestForm } from "./describe-form.ts";
import { chosenTemplate, type Entered, type FormIssue, questions } from "./questions.ts";

interface Dependencies {
  readonly inventory: Pick<Inventory, "listNamed" | "search">;
  readonly policy: Policy;
  readonly prices: PriceTable;
  readonly tenant: string;
}

const oneOnly = "Name several, or choose one above: one of the two has to be empty.";

/** The first step came back: the form for what it chose, or what is wrong with it. */
export async function chooseTarget(
  deps: Dependencies,
  entered: Entered,
): Promise<Result<RequestForm, readonly FormIssue[]>> {
  const [instanceId, several] = [entered(questions.instance), entered(questions.several)];
  const choice = entered(questions.operation);
  const name = chosenTemplate(choice);
  const template = name === undefined ? undefined : deps.policy.templates[name];
  const operation = findOperation(template?.operation ?? choice);
  if (!operation) return beside(questions.operation, "There is no such operation any more.");
  if (several !== "") {
    if (instanceId !== "") return beside(questions.several, oneOnly);
    return withTemplate(await chooseSeveral(deps, operation, several), name, template);
  }
  if (instanceId === "") return beside(questions.instance, "Choose one, or name several below.");
  const chosen = await chooseInstance(deps.inventory, deps.tenant, instanceId);
  if (!chosen.ok) return beside(questions.instance, refusalText(chosen.error));
  return withTemplate(ok(describeForm(operation, chosen.value, deps)), name, template);
}

/** What a template leaves to say; the operation's own form where none was chosen. */
function withTemplate(
  form: Result<RequestForm, readonly FormIssue[]>,
  name: string | undefined,
  template: Template | undefined,
): Result<RequestForm, readonly FormIssue[]> {
  if (!form.ok || name === undefined || !template) return form;
  const { choice, title, facts, fields } = form.value;
  const pinned = Object.entries(template.parameters).map(([key, value]) => `${key}=${value}`);
  return ok({
    ...form.value,
    choice: { ...choice, template: name },
    title: `${name}: ${title}`,
    facts: [
      { label: "Template", value: [name, ...pinned].join(", ") },
      ...(template.pre_approved
        ? [{ label: "Approvals", value: "none, where the template's conditions hold" }]
        : []),
      ...facts,
    ],
    fields: fields.filter(({ parameter }) => template.open.includes(parameter)),
    standardReason: template.justification,
  });
}

async function chooseSeveral(
  deps: Dependencies,
  operation: Operation,
  typed: string,
): Promise<Result<RequestForm, readonly FormIssue[]>> {
  const selected = await findSelected(deps.inventory, deps.tenant, typed);
  if (!selected.ok) return beside(questions.several, refusalText(selected.error));
  const selection = parseSelection(typed)
    .map(({ word }) => word)
    .join(",");
  const [only, ...others] = selected.value;
  return ok(
    only && others.length === 0
      ? describeForm(operation, only, deps)
      : describeBulkForm(operation, selected.value, { selection, ...deps }),
  );
}

function beside(question: string, text: string): Result<never, readonly FormIssue[]> {
  return err([{ question, text }]);
}
