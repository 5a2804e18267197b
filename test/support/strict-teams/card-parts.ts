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

/** The elements of a card, those in its containers too, without what opens inside it. */
function ownElementsOf({ body = [] }: InnerCard): readonly CardElement[] {
  const within = (element: CardElement): readonly CardElement[] => [
    element,
    ...childrenOf(element).flatMap(within),
  ];
  return body.flatMap(within);
}

function ownActionsOf(card: InnerCard): readonly CardAction[] {
  const inBody = ownElementsOf(card).flatMap(({ actions = [], selectAction }) => [
    ...actions,
    ...(selectAction === undefined ? [] : [actionInSchema.parse(selectAction)]),
  ]);
  return [...(card.actions ?? []), ...inBody];
}

function openedBy(card: InnerCard): readonly InnerCard[] {
  return ownActionsOf(card).flatMap(({ card: opened }) => opened ?? []);
}

/** Every element of a card, those in cards that open inside it too. */
export function elementsOf(card: InnerCard): readonly CardElement[] {
  return [...ownElementsOf(card), ...openedBy(card).flatMap(elementsOf)];
}

/** Every action of a card, wherever it stands. */
export function actionsOf(card: InnerCard): readonly CardAction[] {
  return [...ownActionsOf(card), ...openedBy(card).flatMap(actionsOf)];
}

/** The inputs that are sent with an action: those of the card that it stands in, and of all that this one opened from. */
export function inputsWith(card: InnerCard, action: CardAction): readonly CardElement[] {
  const inputs = ownElementsOf(card).filter(({ type }) => type.startsWith("Input."));
  if (ownActionsOf(card).includes(action)) return inputs;
  const opened = openedBy(card).find((inner) => actionsOf(inner).includes(action));
  return opened ? [...inputs, ...inputsWith(opened, action)] : [];
}

/** The ids of elements and actions. */
export function idsOf(card: InnerCard): readonly string[] {
  return [...elementsOf(card), ...actionsOf(card)].flatMap(({ id }) => id ?? []);
}
