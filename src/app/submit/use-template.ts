import type { Person } from "../../core/person.ts";
import type { Policy } from "../../core/policy/policy.ts";
import { mayUse } from "../../core/policy/pre-approval.ts";
import type { ParameterIssue, Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";

/** What a template can say instead of whoever asks. */
interface TemplateWish {
  readonly template?: string | undefined;
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly justification: string;
  readonly when?: string | undefined;
  readonly by: Person;
}

/**
 * What is asked for by a template, in the template's words: its operation and what it pins, with what whoever asks says of what is
 * open. Refused for a template that is not there or not theirs, for a parameter that is not open, and for another time than a
 * pre-approved one's.
 */
export function useTemplate<Asked extends TemplateWish>(
  policy: Policy,
  submission: Asked,
): Result<Asked, Refusal> {
  const { template: name, parameters: given, by } = submission;
  if (name === undefined) return ok(submission);
  const word = name.trim().toLowerCase();
  const template = Object.hasOwn(policy.templates, word) ? policy.templates[word] : undefined;
  if (!template)
    return err({ kind: "unknown-template", template: name, known: Object.keys(policy.templates) });
  if (!mayUse(policy, template, by.id)) {
    return err({ kind: "not-your-template", template: word, groups: template.groups ?? [] });
  }
  const closed = Object.keys(given).filter((parameter) => !template.open.includes(parameter));
  if (closed.length > 0) return err({ kind: "invalid-parameters", issues: closed.map(closedIssue) });
  const asked = submission.when?.trim() ?? "";
  // What nobody looks at is what the file says, its time too.
  if (template.pre_approved && template.when !== undefined && asked !== "" && asked !== template.when) {
    const message = `the template ${word} is pre-approved for ${template.when} alone: leave the time out`;
    return err({ kind: "invalid-parameters", issues: [{ parameter: "when", message }] });
  }
  const pinned = Object.entries(template.parameters).map(([key, value]) => [key, String(value)] as const);
  const { justification } = submission;
  return ok({
    ...submission,
    template: word,
    operation: template.operation,
    parameters: { ...Object.fromEntries(pinned), ...given },
    justification: justification.trim() === "" ? template.justification : justification,
    when: asked === "" ? template.when : submission.when,
  });

  function closedIssue(parameter: string): ParameterIssue {
    const open = template?.open.join(", ") ?? "";
    const what = open === "" ? "nothing else can be said with it" : `only ${open} can be said with it`;
    return { parameter, message: `the template ${word} fixes what is asked for: ${what}` };
  }
}

/** Why the template is not for the environment; nothing where it is. */
export function templateRefusal(
  policy: Policy,
  name: string | undefined,
  environment: string,
): Refusal | undefined {
  const environments = name === undefined ? undefined : policy.templates[name]?.environments;
  return name === undefined || !environments || environments.includes(environment)
    ? undefined
    : { kind: "template-elsewhere", template: name, environments };
}

/** The policy's templates as help lists them: each with its operation and reason. */
export function templateLines({ templates }: Pick<Policy, "templates">): readonly string[] {
  return Object.entries(templates).map(
    ([name, { operation, justification }]) =>
      `• \`{command} template ${name} INSTANCE\`: ${operation}, “${justification}”`,
  );
}
