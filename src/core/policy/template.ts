import { z } from "zod";
import { conditionSchema } from "./condition.ts";
import { nameSchema } from "./name.ts";

const preApprovalSchema = z.strictObject({
  /** In CEL, as in a rule: only then. */
  condition: conditionSchema.exactOptional(),
  /** The rules that ask for people and are not to for this; no other one is passed over. */
  instead_of: z.array(nameSchema).min(1).exactOptional(),
});

/** A wish that is asked for again and again, under a name. */
export const templateSchema = z.strictObject({
  operation: z.string(),
  /** What is asked for with it; nobody can say anything else. */
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  /** The parameters that whoever asks may say. */
  open: z.array(z.string()).default([]),
  /** The reason where whoever asks gives none. */
  justification: z.string().trim().min(1, "say why: the approvers read it").max(500),
  environments: z.array(nameSchema).min(1).exactOptional(),
  /** Whose members may use it; everybody where none are named. */
  groups: z.array(nameSchema).min(1).exactOptional(),
  /** When it starts: `maintenance`, or one of the policy's windows. */
  when: nameSchema.exactOptional(),
  /** Needs nobody's approval: `true`, or under these conditions. */
  pre_approved: z.preprocess((value) => (value === true ? {} : value), preApprovalSchema).exactOptional(),
});

export type Template = z.output<typeof templateSchema>;

/** What is looked at of a policy; the schema that calls this gives more. */
interface Checked {
  readonly groups: object;
  readonly environments: object;
  readonly windows: object;
  readonly rules: readonly { readonly name: string; readonly deny?: string | undefined }[];
  readonly templates: Readonly<Record<string, Template>>;
}

/** Tells of templates that name what is not there, or would let pass what nobody may. */
export function checkTemplates(
  { groups, environments, windows, rules, templates }: Checked,
  context: z.RefinementCtx,
): void {
  for (const [name, template] of Object.entries(templates)) {
    const issue = (message: string, ...path: PropertyKey[]) =>
      context.addIssue({ code: "custom", message, path: ["templates", name, ...path] });
    const allKnown = (what: string, key: "groups" | "environments", there: object) => {
      for (const [at, one] of (template[key] ?? []).entries()) {
        if (!Object.hasOwn(there, one)) issue(`there is no ${what} "${one}"`, key, at);
      }
    };
    allKnown("group", "groups", groups);
    allKnown("environment", "environments", environments);
    const { when, open, pre_approved } = template;
    if (when !== undefined && when !== "maintenance" && !Object.hasOwn(windows, when)) {
      issue(`there is no window "${when}"`, "when");
    }
    for (const [at, parameter] of open.entries()) {
      if (open.indexOf(parameter) !== at) issue(`"${parameter}" is listed twice`, "open", at);
    }
    if (!pre_approved) continue;
    const isForProduction = template.environments?.includes("production") ?? true;
    if (isForProduction && !template.groups) {
      issue(
        "in production nothing is pre-approved for everybody: name the groups that may use it",
        "pre_approved",
      );
    }
    for (const [at, one] of (pre_approved.instead_of ?? []).entries()) {
      const rule = rules.find((other) => other.name === one);
      if (!rule) issue(`there is no rule "${one}"`, "pre_approved", "instead_of", at);
      else if (rule.deny !== undefined)
        issue(`"${one}" denies, and nothing goes over that`, "pre_approved", "instead_of", at);
    }
  }
}
