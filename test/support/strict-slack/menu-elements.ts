import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { confirmable, focusable, selectable } from "./element-traits.ts";
import { choiceSchema, optionGroupSchema, optionSchema } from "./text-objects.ts";

const multiple = { ...selectable, max_selected_items: z.int().min(1).optional() };
const listed = {
  options: z.array(optionSchema).min(1).max(100).optional(),
  option_groups: z.array(optionGroupSchema).min(1).max(100).optional(),
};
const queried = { min_query_length: z.int().min(0).optional() };
const ids = z.array(z.string()).min(1).optional();
const exactlyOneList = "must provide exactly one of options and option_groups";
const unlistedInitial = "initial option must be one of the options";

type Options = readonly { readonly value: string }[];
type Listed = {
  readonly options?: Options | undefined;
  readonly option_groups?: readonly { readonly options: Options }[] | undefined;
};

function hasOneList({ options, option_groups }: Listed): boolean {
  return (options === undefined) !== (option_groups === undefined);
}

function areListed(initial: Options | undefined, { options, option_groups }: Listed): boolean {
  const all = [...(options ?? []), ...(option_groups ?? []).flatMap((group) => group.options)];
  return (initial ?? []).every((one) => all.some((option) => isDeepStrictEqual(option, one)));
}

function one<T>(option: T | undefined): readonly T[] | undefined {
  return option && [option];
}

export const choiceElements = [
  z
    .strictObject({
      type: z.literal("checkboxes"),
      ...confirmable,
      ...focusable,
      options: z.array(choiceSchema).min(1).max(10),
      initial_options: z.array(choiceSchema).min(1).max(10).optional(),
    })
    .refine((element) => areListed(element.initial_options, element), { error: unlistedInitial }),
  z
    .strictObject({
      type: z.literal("radio_buttons"),
      ...confirmable,
      ...focusable,
      options: z.array(choiceSchema).min(1).max(10),
      initial_option: choiceSchema.optional(),
    })
    .refine((element) => areListed(one(element.initial_option), element), { error: unlistedInitial }),
] as const;

export const selectElements = [
  z
    .strictObject({
      type: z.literal("static_select"),
      ...selectable,
      ...listed,
      initial_option: optionSchema.optional(),
    })
    .refine(hasOneList, { error: exactlyOneList })
    .refine((element) => areListed(one(element.initial_option), element), { error: unlistedInitial }),
  z
    .strictObject({
      type: z.literal("multi_static_select"),
      ...multiple,
      ...listed,
      initial_options: z.array(optionSchema).min(1).optional(),
    })
    .refine(hasOneList, { error: exactlyOneList })
    .refine((element) => areListed(element.initial_options, element), { error: unlistedInitial }),
  z.strictObject({
    type: z.literal("external_select"),
    ...selectable,
    ...queried,
    initial_option: optionSchema.optional(),
  }),
  z.strictObject({
    type: z.literal("multi_external_select"),
    ...multiple,
    ...queried,
    initial_options: z.array(optionSchema).min(1).optional(),
  }),
  z.strictObject({ type: z.literal("users_select"), ...selectable, initial_user: z.string().optional() }),
  z.strictObject({ type: z.literal("multi_users_select"), ...multiple, initial_users: ids }),
  z.strictObject({
    type: z.literal("channels_select"),
    ...selectable,
    initial_channel: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal("multi_channels_select"), ...multiple, initial_channels: ids }),
  z.strictObject({
    type: z.literal("conversations_select"),
    ...selectable,
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    response_url_enabled: z.boolean().optional(),
    filter: z.looseObject({}).optional(),
  }),
] as const;
