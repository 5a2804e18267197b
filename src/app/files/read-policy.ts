import { createHash } from "node:crypto";
import { findBreakGlassIssues } from "../../core/policy/check-break-glass.ts";
import { type Policy, policySchema } from "../../core/policy/policy.ts";
import { findShortRules } from "../../core/policy/short-rules.ts";
import { catalogue, findOperation } from "../../operations/catalogue.ts";
import { parseYaml } from "./parse-yaml.ts";
import { PolicyFileError } from "./policy-file-error.ts";

/** A rule for an operation that is misspelt would never match, and fewer people would be asked than is meant. */
const policyFileSchema = policySchema.superRefine((policy, context) => {
  const { operations, actions, rules, freezes, templates } = policy;
  for (const { index, key, why } of findShortRules(policy)) {
    context.addIssue({ code: "custom", message: why, path: ["rules", index, key] });
  }
  for (const { path, message } of findBreakGlassIssues(policy)) {
    context.addIssue({ code: "custom", message, path: [...path] });
  }
  const names = catalogue.map(({ name }) => name);
  const known = (name: string, path: readonly PropertyKey[]) => {
    if (path[0] === "rules" && Object.hasOwn(actions, name)) return;
    if (names.includes(name)) return;
    const message = `there is no operation "${name}", only ${names.join(", ")}`;
    context.addIssue({ code: "custom", message, path: [...path] });
  };
  for (const name of Object.keys(operations)) known(name, ["operations", name]);
  for (const name of Object.keys(actions).filter((action) => names.includes(action))) {
    context.addIssue({
      code: "custom",
      message: "this is an operation of the catalogue; an action needs another name",
      path: ["actions", name],
    });
  }
  for (const [index, { when }] of rules.entries()) {
    for (const [at, name] of (when.operations ?? []).entries())
      known(name, ["rules", index, "when", "operations", at]);
  }
  for (const [name, { operation: called, parameters, open }] of Object.entries(templates)) {
    known(called, ["templates", name, "operation"]);
    const operation = findOperation(called);
    if (!operation) continue;
    const fields = operation.fields.map(({ parameter }) => parameter);
    const message = `${called} has no such parameter, only ${fields.join(", ") || "none"}`;
    const isField = (parameter: string, path: readonly PropertyKey[]) => {
      if (!fields.includes(parameter)) context.addIssue({ code: "custom", message, path: [...path] });
    };
    for (const key of Object.keys(parameters)) isField(key, ["templates", name, "parameters", key]);
    for (const [at, key] of open.entries()) isField(key, ["templates", name, "open", at]);
  }
  for (const [index, freeze] of freezes.entries()) {
    for (const [at, name] of (freeze.operations ?? []).entries())
      known(name, ["freezes", index, "operations", at]);
  }
});

/** Reads a policy from YAML. Throws a `PolicyFileError` that tells every problem as `line N, key: what is wrong`. */
export function readPolicy(text: string, fileName: string): Policy {
  const parsed = parseYaml(text, policyFileSchema);
  if (!parsed.ok) throw new PolicyFileError(fileName, parsed.error);
  return { ...parsed.value, hash: createHash("sha256").update(text, "utf8").digest("hex") };
}
