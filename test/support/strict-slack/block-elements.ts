import { z } from "zod";
import { actionable, confirmable, focusable, placeholdable, selectable } from "./element-traits.ts";
import { choiceElements, selectElements } from "./menu-elements.ts";
import { overflowOptionSchema, plainText } from "./text-objects.ts";

const typed = {
  ...actionable,
  ...placeholdable,
  initial_value: z.string().max(3000).optional(),
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(["on_enter_pressed", "on_character_entered"]))
        .min(1)
        .max(2),
    })
    .optional(),
};
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const numeric = z.string().regex(/^-?\d+(\.\d+)?$/);
export const imageElementSchema = z
  .strictObject({
    type: z.literal("image"),
    alt_text: z.string().min(1).max(2000),
    image_url: z.string().min(1).max(3000).optional(),
    slack_file: z.looseObject({}).optional(),
  })
  .refine((image) => (image.image_url === undefined) !== (image.slack_file === undefined), {
    error: "must provide exactly one of image_url and slack_file",
  });

const button = z.strictObject({
  type: z.literal("button"),
  ...confirmable,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.string().min(1).max(3000).optional(),
  style: z.enum(["primary", "danger"]).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const overflow = z.strictObject({
  type: z.literal("overflow"),
  ...confirmable,
  options: z.array(overflowOptionSchema).min(1).max(5),
});

const timeElements = [
  z.strictObject({ type: z.literal("datepicker"), ...selectable, initial_date: date.optional() }),
  z.strictObject({
    type: z.literal("timepicker"),
    ...selectable,
    initial_time: time.optional(),
    timezone: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("datetimepicker"),
    ...confirmable,
    ...focusable,
    initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
  }),
] as const;

const inputOnlyElements = [
  z.strictObject({
    type: z.literal("plain_text_input"),
    ...typed,
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  }),
  z.strictObject({
    type: z.literal("number_input"),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: numeric.optional(),
    min_value: numeric.optional(),
    max_value: numeric.optional(),
  }),
  z.strictObject({ type: z.literal("email_text_input"), ...typed }),
  z.strictObject({ type: z.literal("url_text_input"), ...typed }),
] as const;

const everywhere = [...choiceElements, ...selectElements, ...timeElements] as const;

export const actionsElementSchema = z.discriminatedUnion("type", [button, overflow, ...everywhere]);
export const accessorySchema = z.discriminatedUnion("type", [
  button,
  overflow,
  imageElementSchema,
  ...everywhere,
]);
export const inputElementSchema = z.discriminatedUnion("type", [...everywhere, ...inputOnlyElements]);

export type InteractiveElement = z.infer<typeof actionsElementSchema> | z.infer<typeof inputElementSchema>;
