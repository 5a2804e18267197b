import { z } from "zod";
import { execute, openUrl, shared, submit, toggle } from "./basic-actions.ts";
import { type CardElement, elementSchema } from "./card-elements.ts";

/** A card that opens inside another one: it needs no version, and refreshes nothing. */
export type InnerCard = {
  readonly type: string;
  readonly body?: readonly CardElement[] | undefined;
  readonly actions?: readonly CardAction[] | undefined;
};

export type CardAction = {
  readonly type: string;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly verb?: string | undefined;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly associatedInputs?: "auto" | "none" | undefined;
  readonly isEnabled?: boolean | undefined;
  readonly card?: InnerCard | undefined;
  readonly targetElements?: readonly (string | { readonly elementId: string })[] | undefined;
};

/** What a card lets people do. */
export const actionSchema: z.ZodType<CardAction> = z.lazy(() =>
  z.discriminatedUnion("type", [submit, execute, openUrl, toggle, showCard]),
);

const showCard = z.strictObject({
  type: z.literal("Action.ShowCard"),
  ...shared,
  card: z.strictObject({
    type: z.literal("AdaptiveCard"),
    $schema: z.string().optional(),
    version: z.string().optional(),
    body: z.lazy(() => z.array(elementSchema)).optional(),
    actions: z.array(actionSchema).optional(),
  }),
  fallback: z.literal("drop").optional(),
});
