import type { InteractiveElement } from "./block-elements.ts";
import { type Block, interactiveElements } from "./blocks.ts";
import type { SlackView, StateValues } from "./workspace-records.ts";

/** What a test fills in: a text, option value, id or date; several of them; or the state object itself. */
export type Filled = string | number | readonly string[] | null | Readonly<Record<string, unknown>>;
export type FilledValues = Readonly<Record<string, Readonly<Record<string, Filled>>>>;
export type Option = { readonly text: unknown; readonly value: string };

type State = Readonly<Record<string, unknown>>;

const stateKeys = {
  plain_text_input: "value",
  number_input: "value",
  email_text_input: "value",
  url_text_input: "value",
  datepicker: "selected_date",
  timepicker: "selected_time",
  datetimepicker: "selected_date_time",
  users_select: "selected_user",
  channels_select: "selected_channel",
  conversations_select: "selected_conversation",
  static_select: "selected_option",
  external_select: "selected_option",
  radio_buttons: "selected_option",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  checkboxes: "selected_options",
  multi_users_select: "selected_users",
  multi_channels_select: "selected_channels",
} as const;

type StatefulType = keyof typeof stateKeys;

function isStateful(type: string): type is StatefulType {
  return type in stateKeys;
}

function listedOptions(element: InteractiveElement): readonly Option[] {
  const own = "options" in element ? (element.options ?? []) : [];
  const groups = "option_groups" in element ? (element.option_groups ?? []) : [];
  return [...own, ...groups.flatMap(({ options }) => options)];
}

function toOption(element: InteractiveElement, value: string, suggested: readonly Option[]): Option {
  const found = [...listedOptions(element), ...suggested].find((option) => option.value === value);
  if (found) return { text: found.text, value };
  if (element.type.endsWith("external_select")) return { text: { type: "plain_text", text: value }, value };
  throw new Error(`${element.action_id} has no option ${value}`);
}

function initialOf(element: InteractiveElement): unknown {
  const [, initial] = Object.entries(element).find(([name]) => name.startsWith("initial_")) ?? [];
  return initial;
}

/** The state of one element with what was filled in, or as it was first shown where `filled` is undefined. */
export function toState(
  element: InteractiveElement,
  filled: Filled | undefined,
  suggested: readonly Option[] = [],
): State {
  const { type } = element;
  if (!isStateful(type)) throw new Error(`a ${type} holds no value`);
  const key = stateKeys[type];
  const none = key.endsWith("s") ? [] : null;
  if (filled === undefined) return { type, [key]: initialOf(element) ?? none };
  if (filled === null) return { type, [key]: none };
  if (Array.isArray(filled)) {
    if (key !== "selected_options") return { type, [key]: filled };
    return { type, [key]: filled.map((value) => toOption(element, String(value), suggested)) };
  }
  if (typeof filled === "object") return { type, ...filled };
  if (key === "selected_option") return { type, [key]: toOption(element, String(filled), suggested) };
  return { type, [key]: key === "selected_date_time" ? Number(filled) : String(filled) };
}

/** `state.values` of the blocks: the values held so far, else what each element was first shown with. */
export function stateOf(blocks: readonly Block[], held: StateValues = {}): StateValues {
  const entries = blocks.flatMap((block) => {
    const elements = interactiveElements(block).filter(({ type }) => isStateful(type));
    if (elements.length === 0) return [];
    const states = elements.map((element) => {
      const id = element.action_id ?? "";
      return [id, held[block.block_id ?? ""]?.[id] ?? toState(element, undefined)];
    });
    return [[block.block_id ?? "", Object.fromEntries(states)]];
  });
  return Object.fromEntries(entries);
}

/** Fills in a view's inputs; a block or action the view does not have is a mistake of the test, and thrown. */
export function fillIn(
  { definition, values }: SlackView,
  filled: FilledValues,
  suggestedFor: (actionId: string) => readonly Option[],
): StateValues {
  const next: Record<string, Readonly<Record<string, State>>> = { ...values };
  for (const [blockId, actions] of Object.entries(filled)) {
    const block = definition.blocks.find(({ block_id }) => block_id === blockId);
    if (!block) throw new Error(`the view has no block ${blockId}`);
    for (const [actionId, value] of Object.entries(actions)) {
      const element = interactiveElements(block).find(({ action_id }) => action_id === actionId);
      if (!element) throw new Error(`block ${blockId} has no action ${actionId}`);
      next[blockId] = { ...next[blockId], [actionId]: toState(element, value, suggestedFor(actionId)) };
    }
  }
  return stateOf(definition.blocks, next);
}
