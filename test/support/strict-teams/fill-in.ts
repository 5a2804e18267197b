import type { AdaptiveCard } from "./adaptive-card.ts";
import type { CardAction } from "./card-actions.ts";
import type { CardElement } from "./card-elements.ts";
import { actionsOf, inputsWith } from "./card-parts.ts";

/** What a person fills in, by the input's id; several choices as a list. */
export type Filled = Readonly<Record<string, string | number | readonly string[]>>;

/** The one action with that title, verb or id; anything but one is a mistake of the test, and thrown. */
export function findAction(card: AdaptiveCard, named: string): CardAction {
  const matching = actionsOf(card).filter(({ title, verb, id }) => [title, verb, id].includes(named));
  const [action, another] = matching;
  const there = actionsOf(card).map(({ title }) => title);
  if (!action) throw new Error(`the card has no ${named}, but: ${there.join(", ")}`);
  if (another) throw new Error(`the card has more than one ${named}`);
  if (action.isEnabled === false) throw new Error(`${named} cannot be pressed`);
  return action;
}

function textOf(input: CardElement, filled: Filled[string] | undefined): string {
  if (filled === undefined) {
    if (input.type === "Input.Toggle" && input.value === undefined) return "false";
    return input.value === undefined ? "" : String(input.value);
  }
  return typeof filled === "object" ? filled.join(",") : String(filled);
}

function choicesOf(input: CardElement, suggested: readonly string[]): readonly string[] | undefined {
  if (input.type !== "Input.ChoiceSet") return undefined;
  const choices = "choices" in input && Array.isArray(input.choices) ? input.choices : [];
  return [...choices.map(({ value }) => String(value)), ...suggested];
}

function problemOf(input: CardElement, value: string, suggested: readonly string[]): string | undefined {
  const limit = "maxLength" in input ? Number(input.maxLength) : Number.POSITIVE_INFINITY;
  if (value === "") return input.isRequired ? `${input.id} is required` : undefined;
  if (value.length > limit) return `${input.id} is longer than ${limit}`;
  const choices = choicesOf(input, suggested);
  const chosen = "isMultiSelect" in input && input.isMultiSelect === true ? value.split(",") : [value];
  const unknown = chosen.find((one) => choices && !choices.includes(one));
  return unknown === undefined ? undefined : `${input.id} has no choice ${unknown}`;
}

/** What the inputs send along. Throws where Teams' own client would not let the person send, or an input is not there. */
export function fillIn(
  card: AdaptiveCard,
  action: CardAction,
  filled: Filled,
  suggestedFor: (inputId: string) => readonly string[],
): Readonly<Record<string, string>> {
  const inputs = inputsWith(card, action);
  for (const id of Object.keys(filled)) {
    if (!inputs.some((input) => input.id === id)) throw new Error(`no input ${id} is sent with that`);
  }
  if (action.associatedInputs === "none") return {};
  const values = inputs.map((input): readonly [string, string] => [
    input.id ?? "",
    textOf(input, filled[input.id ?? ""]),
  ]);
  const problems = inputs.flatMap(
    (input, place) => problemOf(input, values[place]?.[1] ?? "", suggestedFor(input.id ?? "")) ?? [],
  );
  if (problems.length > 0) throw new Error(`Teams would not send this card: ${problems.join(", ")}`);
  // Teams leaves out what is empty.
  return Object.fromEntries(values.filter(([, value]) => value !== ""));
}
