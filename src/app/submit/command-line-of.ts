import type { Operation } from "../../operations/frame/operation.ts";

/**
 * The line that asks in chat for what was asked for elsewhere, but for the reason; `parseCommand` reads it back. Nothing where
 * a value does not fit into a line: the form takes it.
 */
export function commandLineOf(
  { shortName }: Pick<Operation, "shortName">,
  instanceId: string,
  parameters: Readonly<Record<string, unknown>>,
): string | undefined {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
  const words = given.map(([parameter, value]) => wordOf(parameter, value));
  return words.includes(undefined)
    ? undefined
    : ["/rds-request", shortName, instanceId, ...words, "because ..."].join(" ");
}

function wordOf(parameter: string, value: unknown): string | undefined {
  if (!["string", "number", "boolean"].includes(typeof value)) return undefined;
  return /[\s`=]/.test(parameter) || /[\s`]/.test(String(value)) ? undefined : `${parameter}=${value}`;
}
