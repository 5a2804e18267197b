import { isSelection } from "../../core/bulk/selection.ts";
import type { Person, Surface } from "../../core/person.ts";
import type { Refusal } from "../../core/refusal.ts";
import { refusalText } from "../../core/refusal-text.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { findOperation } from "../../operations/catalogue.ts";
import type { FormField } from "../../operations/frame/form-field.ts";
import { parallelField } from "../submit/parallelism.ts";
import type { SubmitRequest } from "../submit/submit-request.ts";
import { type Choice, type Entered, type FormIssue, parameterQuestion, questions } from "./questions.ts";
import { enteredWhen } from "./start-question.ts";

export interface FilledForm {
  readonly choice: Choice;
  readonly entered: Entered;
  /** Nothing but who they are may be wrong with them: said beside the justification. */
  readonly by: Result<Person, Refusal>;
  readonly surface: Surface;
  /** The same for each copy of one form. */
  readonly correlationId: string;
}

/** The second step came back: makes the request, once for the form, or says what is wrong beside each question. */
export async function submitForm(
  submitRequest: SubmitRequest,
  { choice, entered, by, surface, correlationId }: FilledForm,
): Promise<Result<ApprovalRequest, readonly FormIssue[]>> {
  const ofOperation = findOperation(choice.operation)?.fields ?? [];
  const fields = isSelection(choice.instanceId) ? [...ofOperation, parallelField] : ofOperation;
  if (!by.ok) return err(issuesOf(by.error, fields));
  const when = enteredWhen(entered);
  if (!when.ok) return err([{ question: questions.time, text: when.error }]);
  const parameters = fields
    .map(({ parameter }) => [parameter, entered(parameterQuestion(parameter))] as const)
    .filter(([, value]) => value !== "");
  const submitted = await submitRequest({
    ...choice,
    parameters: Object.fromEntries(parameters),
    justification: entered(questions.justification),
    when: when.value,
    by: by.value,
    surface,
    correlationId,
  });
  return submitted.ok ? ok(submitted.value) : err(issuesOf(submitted.error, fields));
}

/** What is wrong with a parameter or with the time beside its question, all else beside the justification. */
function issuesOf(refusal: Refusal, fields: readonly FormField[]): readonly FormIssue[] {
  if (refusal.kind === "frozen" || refusal.kind === "start-elsewhere" || refusal.kind === "never-starts") {
    return [{ question: questions.when, text: refusalText(refusal) }];
  }
  if (refusal.kind !== "invalid-parameters") {
    return [{ question: questions.justification, text: refusalText(refusal) }];
  }
  const beside = new Map<string, string>();
  for (const { parameter, message } of refusal.issues) {
    const field = fields.find((one) => one.parameter === parameter);
    const isTime = !field && parameter === "when";
    const question = field ? parameterQuestion(parameter) : isTime ? questions.time : questions.justification;
    const text = field || isTime ? message : `${parameter}: ${message}`;
    const before = beside.get(question);
    beside.set(question, before === undefined ? text : `${before}\n${text}`);
  }
  return [...beside].map(([question, text]) => ({ question, text }));
}
