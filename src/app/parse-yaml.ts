import { isMap, isNode, isPair, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { err, ok, type Result } from "../core/result.ts";

/** A YAML file's content, or every problem as `line N, key: what is wrong`. */
export function parseYaml<Content>(
  text: string,
  schema: z.ZodType<Content>,
): Result<Content, readonly string[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0) {
    return err(
      document.errors.map(
        ({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${message.split("\n")[0]}`,
      ),
    );
  }
  const parsed = schema.safeParse(document.toJS());
  return parsed.success ? ok(parsed.data) : err(parsed.error.issues.flatMap(problemsOf));

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
