import { randomUUID } from "node:crypto";
import jsonata from "jsonata";
import type { Json, JsonObject } from "../../core/json.ts";
import { WorkflowError } from "./workflow-error.ts";

/** What an expression finds as `$states`. */
export interface Scope {
  readonly input: Json;
  readonly context: JsonObject;
  readonly result?: Json;
  readonly errorOutput?: Json;
}

const expressionPattern = /^\{%([\s\S]*)%\}$/;

/** The template with the value of each `{% … %}` in its place. Throws a `WorkflowError` for one that gives none. */
export async function evaluate(template: Json, scope: Scope): Promise<Json> {
  if (typeof template === "string") {
    const [, expression] = expressionPattern.exec(template.trim()) ?? [];
    return expression === undefined ? template : resultOf(expression, scope);
  }
  if (Array.isArray(template)) return Promise.all(template.map((item: Json) => evaluate(item, scope)));
  if (template === null || typeof template !== "object") return template;
  const entries = Object.entries(template).map(
    async ([name, value]: readonly [string, Json]) => [name, await evaluate(value, scope)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function resultOf(expression: string, states: Scope): Promise<Json> {
  try {
    const found: unknown = await jsonata(expression).evaluate(null, { states, uuid: () => randomUUID() });
    if (found === undefined) throw new Error(`nothing comes of ${expression.trim()}`);
    // JSONata's lists carry more than what is in them.
    return JSON.parse(JSON.stringify(found));
  } catch (error) {
    const why = error instanceof Error ? error.message : JSON.stringify(error);
    throw new WorkflowError("States.QueryEvaluationError", why);
  }
}
