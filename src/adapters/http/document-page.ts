import { createHash } from "node:crypto";
import type { ApiDocument } from "./document.ts";

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;padding:0 1rem}
code,pre{font:.875rem/1.5 ui-monospace,monospace}pre{overflow:auto;padding:.75rem;background:#8881;border-radius:.4rem}
section{border-top:1px solid #8886;padding:1rem 0}h2{font-size:1.05rem;margin:0}.method{display:inline-block;min-width:3.5rem;font-weight:700}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.6rem 0}dt{font-weight:600}dd{margin:0}summary{cursor:pointer}`;

/** No script, and no style but this one. */
export const pageHeaders = {
  "content-security-policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const;

/** The document as a page to read, whole in itself: no script, and nothing from elsewhere. */
export function renderDocument(document: ApiDocument): string {
  const { info, paths = {}, components = {} } = document;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    (["get", "post", "put", "patch", "delete"] as const).flatMap((method) => {
      const operation = item?.[method];
      return operation ? [section(method, path, operation)] : [];
    }),
  );
  const schemas = Object.entries(components.schemas ?? {}).map(
    ([name, schema]) => `<section id="${escaped(name)}"><h2>${escaped(name)}</h2>${json(schema)}</section>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(info.title)} API</title><style>${style}</style></head><body><h1>${escaped(info.title)} API</h1>
<p>${escaped(info.description ?? "").replaceAll("\n\n", "</p><p>")}</p><p>The document itself: <a href="openapi.json">openapi.json</a></p>
${operations.join("\n")}<h1>Shapes</h1>${schemas.join("\n")}</body></html>`;
}

type PathItem = NonNullable<NonNullable<ApiDocument["paths"]>[string]>;
type Operation = NonNullable<PathItem["get"]>;

function section(method: string, path: string, operation: Operation): string {
  const { summary = "", parameters = [], requestBody, responses = {} } = operation;
  const parameterRows = parameters.map((parameter) =>
    "name" in parameter
      ? row(`${parameter.name} (${parameter.in}${parameter.required ? ", required" : ""})`, parameter.schema)
      : "",
  );
  const roles: unknown = operation["x-roles"];
  const answers = Object.entries(responses).map(([status, answer]: readonly [string, unknown]) => {
    const told =
      typeof answer === "object" && answer !== null && "description" in answer ? answer.description : "";
    return `<dt>${escaped(status)}</dt><dd>${escaped(String(told))}</dd>`;
  });
  return `<section><h2><span class="method">${method.toUpperCase()}</span> <code>${escaped(path)}</code></h2><p>${escaped(summary)}</p>
${Array.isArray(roles) ? `<p>Roles: ${escaped(roles.join(", "))}</p>` : ""}
${parameterRows.length > 0 ? `<dl>${parameterRows.join("")}</dl>` : ""}
${requestBody ? `<details><summary>Body</summary>${json(requestBody)}</details>` : ""}
<details><summary>Answers</summary><dl>${answers.join("")}</dl></details></section>`;
}

function row(name: string, schema: unknown): string {
  return `<dt><code>${escaped(name)}</code></dt><dd><code>${escaped(JSON.stringify(schema ?? {}))}</code></dd>`;
}

function json(value: unknown): string {
  return `<pre>${escaped(JSON.stringify(value, null, 2))}</pre>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
