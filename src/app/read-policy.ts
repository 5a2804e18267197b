import { createHash } from "node:crypto";
import { isMap, isNode, isPair, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type Policy, policySchema } from "../core/policy/policy.ts";
import { catalogue } from "../operations/catalogue.ts";

/** The policy file cannot be used; each problem names its line and key. */
export class PolicyFileError extends Error {
  override readonly name = "PolicyFileError";
  readonly problems: readonly string[];

  constructor(fileName: string, problems: readonly string[]) {
    super(`${fileName} is not a valid policy:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/** A rule for an operation that is misspelt would never match, and fewer people would be asked than is meant. */
const policyFileSchema = policySchema.superRefine(({ operations, actions, rules, freezes }, context) => {
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
  for (const [index, freeze] of freezes.entries()) {
    for (const [at, name] of (freeze.operations ?? []).entries())
      known(name, ["freezes", index, "operations", at]);
  }
});

/** Reads a policy from YAML. Throws a `PolicyFileError` that tells every problem as `line N, key: what is wrong`. */
export function readPolicy(text: string, fileName: string): Policy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0) {
    throw new PolicyFileError(
      fileName,
      document.errors.map(
        ({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${message.split("\n")[0]}`,
      ),
    );
  }
  const parsed = policyFileSchema.safeParse(document.toJS());
  if (!parsed.success) throw new PolicyFileError(fileName, parsed.error.issues.flatMap(problemsOf));
  return { ...parsed.data, hash: createHash("sha256").update(text, "utf8").digest("hex") };

  function problemsOf(issue: z.core.$ZodIssue): readonly string[] {
    const paths =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const message = issue.code === "unrecognized_keys" ? "this key is not known" : issue.message;
    return paths.map(
      (path) => `line ${lineOf(path)}, ${path.map(String).join(".") || "the file"}: ${message}`,
    );
  }

  /** The line of the key at the path, or of the nearest key above it that is there. */
  function lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length > 0; length -= 1) {
      const parent = length > 1 ? document.getIn(path.slice(0, length - 1), true) : document.contents;
      const key = path[length - 1];
      const pair = isMap(parent)
        ? parent.items.find((item) => isPair(item) && String(item.key) === key)
        : undefined;
      const node = pair?.key ?? document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  }
}
