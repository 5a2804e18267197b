import { z } from "zod";

/** What every button has. */
export const shared = {
  id: z.string().min(1).optional(),
  title: z.string().min(1),
  iconUrl: z.url().optional(),
  style: z.enum(["default", "positive", "destructive"]).optional(),
  tooltip: z.string().optional(),
  isEnabled: z.boolean().optional(),
  mode: z.enum(["primary", "secondary"]).optional(),
};
const sending = {
  ...shared,
  data: z.record(z.string(), z.unknown()).optional(),
  associatedInputs: z.enum(["auto", "none"]).optional(),
};

export const submit = z.strictObject({
  type: z.literal("Action.Submit"),
  ...sending,
  fallback: z.literal("drop").optional(),
});

/** Phones of last year draw the fallback, so a card without one has no button there. */
export const execute = z.strictObject({
  type: z.literal("Action.Execute"),
  ...sending,
  verb: z.string().min(1),
  fallback: submit,
});

export const openUrl = z.strictObject({
  type: z.literal("Action.OpenUrl"),
  ...shared,
  url: z.url({ protocol: /^https?$/ }),
  fallback: z.literal("drop").optional(),
});

export const toggle = z.strictObject({
  type: z.literal("Action.ToggleVisibility"),
  ...shared,
  targetElements: z
    .array(
      z.union([z.string(), z.strictObject({ elementId: z.string(), isVisible: z.boolean().optional() })]),
    )
    .min(1),
  fallback: z.literal("drop").optional(),
});

/** An image or a container that does something when it is pressed; it opens no card. */
export const selectActionSchema = z.discriminatedUnion("type", [
  z.strictObject({ ...submit.shape, title: z.string().optional() }),
  z.strictObject({ ...execute.shape, title: z.string().optional() }),
  z.strictObject({ ...openUrl.shape, title: z.string().optional() }),
  z.strictObject({ ...toggle.shape, title: z.string().optional() }),
]);
