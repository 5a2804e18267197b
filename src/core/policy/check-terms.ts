import type { z } from "zod";

/** What is looked at of a policy; the schema that calls this gives more. */
interface Checked {
  readonly defaults: { readonly expires_after: number };
  readonly rules: readonly {
    readonly approvals?: number | undefined;
    readonly one_from_each?: readonly string[] | undefined;
    readonly level?: number | undefined;
    readonly deny?: string | undefined;
    readonly auto_approve?: true | undefined;
    readonly expires_after?: number | undefined;
    readonly escalate?: readonly { readonly after: number }[] | undefined;
  }[];
}

/** Tells of rules whose terms contradict each other, or could never come to anything. */
export function checkTerms({ rules, defaults }: Checked, context: z.RefinementCtx): void {
  for (const [index, rule] of rules.entries()) {
    const issue = (message: string, ...path: PropertyKey[]) =>
      context.addIssue({ code: "custom", message, path: ["rules", index, ...path] });
    const asksForPeople = (rule.approvals ?? 0) > 0 || rule.one_from_each || rule.level !== undefined;
    if (rule.auto_approve && asksForPeople) issue("this rule asks for people as well", "auto_approve");
    if (rule.auto_approve && rule.deny !== undefined) issue("this rule denies as well", "auto_approve");
    for (const [at, group] of (rule.one_from_each ?? []).entries()) {
      if (rule.one_from_each?.indexOf(group) !== at) issue(`"${group}" is listed twice`, "one_from_each", at);
    }
    const expiry = rule.expires_after ?? defaults.expires_after;
    for (const [step, { after }] of (rule.escalate ?? []).entries()) {
      if (after >= expiry) issue("the request has expired by then", "escalate", step, "after");
    }
  }
}
