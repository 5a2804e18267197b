import { z } from "zod";
import { filedText, noInstanceText } from "../../../app/chat/chat-texts.ts";
import { chooseTarget } from "../../../app/form/choose-target.ts";
import {
  type Choice,
  type Entered,
  type FormIssue,
  questions,
  templateChoice,
} from "../../../app/form/questions.ts";
import { type FilledForm, submitForm } from "../../../app/form/submit-form.ts";
import { isSelection } from "../../../core/bulk/selection.ts";
import { refusalText } from "../../../core/refusal-text.ts";
import { type Answer, choicesAnswer, dialogAnswer, noticeAnswer } from "../answer.ts";
import { delegateForm } from "../cards/delegate-form.ts";
import type { Filled } from "../cards/form-elements.ts";
import {
  chooseCard,
  describeCard,
  formTitle,
  instanceChoices,
  instanceDataset,
  mostOptions,
} from "../cards/request-form.ts";
import type { Sender } from "../read-activity.ts";
import type { TeamsAppDependencies } from "../teams-app-dependencies.ts";
import { openDelegationForm, takeDelegation } from "./take-delegation.ts";

const submittedSchema = z.object({
  data: z.looseObject({
    form: z.discriminatedUnion("step", [
      z.object({ step: z.literal("choose") }),
      z.object({ step: z.literal("delegate") }),
      z.object({
        step: z.literal("describe"),
        form_id: z.string().min(1).max(100),
        choice: z.object({
          operation: z.string(),
          instanceId: z.string(),
          template: z.string().exactOptional(),
        }),
      }),
    ]),
  }),
});

const searchSchema = z.object({ queryText: z.string().default(""), dataset: z.string() });

const openedSchema = z.object({ data: z.object({ form: z.string() }) });

/** Opens the form that the pressed button names for whoever Countersign knows: that for a request unless it is another. */
export async function openForm(deps: TeamsAppDependencies, sender: Sender, value: unknown): Promise<Answer> {
  const named = openedSchema.safeParse(value).data?.data.form;
  return named === delegateForm ? openDelegationForm(deps, sender) : openRequestForm(deps, sender);
}

async function openRequestForm(deps: TeamsAppDependencies, sender: Sender): Promise<Answer> {
  const [person, instances] = await Promise.all([
    deps.findPerson(sender),
    deps.inventory.search(deps.tenant, "", mostOptions),
  ]);
  if (!person.ok) return noticeAnswer(refusalText(person.error));
  if (instances.length === 0) return noticeAnswer(noInstanceText);
  return dialogAnswer(formTitle, chooseCard(instances, deps.policy));
}

/**
 * A step of the form came back: the next one, the same one with what is wrong, or that the request is filed. For whoever Countersign
 * knows: Teams keeps no form that it has opened, so that anybody of a listed tenant could send a step of it.
 */
export async function takeForm(deps: TeamsAppDependencies, sender: Sender, value: unknown): Promise<Answer> {
  const submitted = submittedSchema.safeParse(value);
  if (!submitted.success) {
    return noticeAnswer("Countersign does not know this form any more. Please start anew.");
  }
  const person = await deps.findPerson(sender);
  if (!person.ok) return noticeAnswer(refusalText(person.error));
  const { form, ...answers } = submitted.data.data;
  const entered: Entered = (question) => z.string().catch("").parse(answers[question]).trim();
  switch (form.step) {
    case "choose":
      return takeChoice(deps, entered);
    case "describe":
      return takeRequest(deps, sender, { by: person, entered, formId: form.form_id, choice: form.choice });
    case "delegate":
      return takeDelegation(deps, sender, { by: person.value, entered });
  }
}

/** What is typed into the menu of instances. */
export async function suggestInstances(
  { findPerson, inventory, tenant, policy }: TeamsAppDependencies,
  sender: Sender,
  value: unknown,
): Promise<Answer> {
  const search = searchSchema.safeParse(value).data;
  const person = await findPerson(sender);
  if (search?.dataset !== instanceDataset || !person.ok) return choicesAnswer([]);
  const text = search.queryText.trim().toLowerCase();
  return choicesAnswer(instanceChoices(await inventory.search(tenant, text, mostOptions), policy));
}

async function takeChoice(deps: TeamsAppDependencies, entered: Entered): Promise<Answer> {
  const chosen = await chooseTarget(deps, entered);
  if (chosen.ok) return dialogAnswer(formTitle, describeCard(chosen.value, deps.newFormId()));
  const instances = await deps.inventory.search(deps.tenant, "", mostOptions);
  return dialogAnswer(formTitle, chooseCard(instances, deps.policy, { entered, issues: chosen.error }));
}

async function takeRequest(
  deps: TeamsAppDependencies,
  sender: Sender,
  { formId, choice, ...filled }: Pick<FilledForm, "by" | "entered" | "choice"> & { readonly formId: string },
): Promise<Answer> {
  const { entered } = filled;
  const submitted = await submitForm(deps.submitRequest, {
    ...filled,
    choice,
    surface: "teams",
    // With the sender's own id, as whoever sends the form could have changed the form's.
    correlationId: `teams#${sender.tenantId}#${sender.userId}#${formId}`,
  });
  if (submitted.ok)
    return noticeAnswer(
      `${filedText(submitted.value)} You are told in your own chat with Countersign what becomes of it.`,
    );
  return showAgain(deps, choice, formId, { entered, issues: submitted.error });
}

/** The same form with what was entered and what is wrong; as a sentence where its target is gone meanwhile. */
async function showAgain(
  deps: TeamsAppDependencies,
  choice: Choice,
  formId: string,
  filled: Filled,
): Promise<Answer> {
  const form = await chooseTarget(deps, chosenAs(choice));
  return form.ok
    ? dialogAnswer(formTitle, describeCard(form.value, formId, filled))
    : noticeAnswer(textOf(filled.issues));
}

/** The first step as it was filled in to come to this choice. */
function chosenAs({ operation, instanceId, template }: Choice): Entered {
  const target = isSelection(instanceId) ? questions.several : questions.instance;
  const chosen = template === undefined ? operation : templateChoice(template);
  return (question) => (question === questions.operation ? chosen : question === target ? instanceId : "");
}

function textOf(issues: readonly FormIssue[]): string {
  return issues.map(({ text }) => text).join("\n");
}
