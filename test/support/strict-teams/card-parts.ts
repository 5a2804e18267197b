import { z } from "zod";
import type { CardAction, InnerCard } from "./card-actions.ts";
import type { CardElement } from "./card-elements.ts";

const boxesSchema = z.array(z.object({ items: z.array(z.custom<CardElement>()).optional() }));
const actionInSchema = z.custom<CardAction>((value) => typeof value === "object" && value !== null);

function childrenOf(element: CardElement): readonly CardElement[] {
  if (element.type === "Table")
    return (element.rows ?? []).flatMap(({ cells = [] }) => cells.flatMap(childrenOf));
  const columns = element.type === "ColumnSet" ? boxesSchema.parse(element.columns) : [];
  return [...(element.items ?? []), ...columns.flatMap(({ items = [] }) => items)];
}

/** Every element of a card, those in containers and in cards that open inside it too. */
export function elementsOf({ body = [], actions = [] }: InnerCard): readonly CardElement[] {
  const within = (element: CardElement): readonly CardElement[] => [
    element,
    ...childrenOf(element).flatMap(within),
    ...(element.actions ?? []).flatMap(({ card }) => (card ? elementsOf(card) : [])),
  ];
  return [...body.flatMap(within), ...actions.flatMap(({ card }) => (card ? elementsOf(card) : []))];
}

/** Every action of a card, wherever it stands. */
export function actionsOf(card: InnerCard): readonly CardAction[] {
  const direct = [
    ...(card.actions ?? []),
    ...elementsOf(card).flatMap(({ actions = [], selectAction }) => [
      ...actions,
      ...(selectAction === undefined ? [] : [actionInSchema.parse(selectAction)]),
    ]),
  ];
  const inner = direct.flatMap(({ card: opened }) => (opened ? actionsOf(opened) : []));
  return [...new Set([...direct, ...inner])];
}

/** The ids of elements and actions. */
export function idsOf(card: InnerCard): readonly string[] {
  return [...elementsOf(card), ...actionsOf(card)].flatMap(({ id }) => id ?? []);
}

export function inputsOf(card: InnerCard): readonly CardElement[] {
  return elementsOf(card).filter(({ type }) => type.startsWith("Input."));
}

/** What people read in a card, in its order. */
export function textOfCard(card: unknown): string {
  const texts: string[] = [];
  const read = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) read(one);
    else if (typeof value === "object" && value !== null) {
      for (const [name, one] of Object.entries(value)) {
        if (typeof one === "string" && ["text", "title", "value", "label"].includes(name)) texts.push(one);
        else if (!["data", "fallback", "refresh", "msteams"].includes(name)) read(one);
      }
    }
  };
  read(card);
  return texts.join("\n");
}
