import type { JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";

interface CommandTemplate {
  readonly command: readonly string[];
  readonly allow: Readonly<Record<string, RegExp>>;
}

const placeholder = /\{parameters\.([^{}]+)\}/gu;

/** The names of the parameters that an argument asks for. */
export function placeholdersIn(argument: string): readonly string[] {
  return [...argument.matchAll(placeholder)].map(([, name = ""]) => name);
}

/**
 * The argument list of an action with its parameters put in, or why not, in words. A value goes in whole or not at all: it has to
 * match its pattern, and may not begin an argument with a hyphen, as the program would take it for an option.
 */
export function fillCommand(
  { command, allow }: CommandTemplate,
  parameters: JsonObject,
): Result<readonly string[], string> {
  const filled: string[] = [];
  for (const argument of command) {
    const values = new Map<string, string>();
    for (const name of placeholdersIn(argument)) {
      const value = findText(parameters, name);
      if (value === undefined) return err(`the parameter ${name} is missing, or no plain text or number`);
      if (!allow[name]?.test(value))
        return err(`the parameter ${name} is not as the poller's configuration allows it`);
      values.set(name, value);
    }
    const text = argument.replaceAll(placeholder, (_, name: string) => values.get(name) ?? "");
    const [first] = placeholdersIn(argument);
    if (first !== undefined && text.startsWith("-") && !argument.startsWith("-")) {
      return err(`the parameter ${first} begins with a hyphen, and would be taken for an option`);
    }
    if (text.includes("\0")) return err("an argument has a zero character");
    filled.push(text);
  }
  return ok(filled);
}

function findText(parameters: JsonObject, name: string): string | undefined {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}
