import type { InputBlock } from "./blocks.ts";
import type { SlackView, StateValues } from "./workspace-records.ts";

function problemOf(
  { block_id = "", element, optional }: InputBlock,
  values: StateValues,
): string | undefined {
  const { type: _type, ...state } = values[block_id]?.[element.action_id ?? ""] ?? {};
  const [value] = Object.values(state);
  const isEmpty = value == null || value === "" || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return optional ? undefined : `${block_id} is required`;
  if (element.type === "plain_text_input") {
    const { length } = String(value);
    if (length > (element.max_length ?? 3000)) return `${block_id} is too long`;
    if (length < (element.min_length ?? 0)) return `${block_id} is too short`;
  }
  if (element.type === "number_input") {
    const number = Number(value);
    if (!Number.isFinite(number)) return `${block_id} is not a number`;
    if (!element.is_decimal_allowed && !Number.isInteger(number)) return `${block_id} takes whole numbers`;
    if (number < Number(element.min_value ?? -Infinity)) return `${block_id} is too small`;
    if (number > Number(element.max_value ?? Infinity)) return `${block_id} is too large`;
  }
  return undefined;
}

/** Throws where Slack's own client would not let the person submit, so that no test relies on doing so. */
export function assertSubmittable({ definition }: SlackView, values: StateValues): void {
  if (definition.type !== "modal" || !definition.submit) throw new Error("the view has no submit button");
  const problems = definition.blocks.flatMap((block) =>
    block.type === "input" ? (problemOf(block, values) ?? []) : [],
  );
  if (problems.length > 0) throw new Error(`Slack would not submit this view: ${problems.join(", ")}`);
}
