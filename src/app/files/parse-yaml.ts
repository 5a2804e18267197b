import { type Document, isMap, isNode, isPair, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { err, ok, type Result } from "../../core/result.ts";

/** A YAML file's content, or every problem as `line N, key: what is wrong`. */
export function parseYaml<Content>(
  text: string,
  schema: z.ZodType<Content>,
): Result<Content, readonly string[]> {
  const lines = new LineCounter();
  // Not even a warning may go past the log: it would quote the file.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, logLevel: "error" });
  if (document.errors.length > 0) {
    return err(
      document.errors.map(
        ({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${message.split("\n")[0]}`,
      ),
    );
  }
  const content = toValue(document);
  if (!content.ok) return content;
  const parsed = schema.safeParse(content.value);
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

/** Aliases are only followed here: one that leads nowhere is a mistake, and so are more of them than a file has a use for. */
function toValue(document: Document): Result<unknown, readonly string[]> {
  try {
    return ok(document.toJS());
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return err([`the file: ${error.message}`]);
  }
}
