import { z } from "zod";

export function plainText(max: number) {
  return z.strictObject({
    type: z.literal("plain_text"),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

export function anyText(max: number) {
  return z.discriminatedUnion("type", [plainText(max), mrkdwn(max)]);
}

export const confirmSchema = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(["primary", "danger"]).optional(),
});

const optionValue = z.string().min(1).max(150);

export const optionSchema = z.strictObject({
  text: plainText(75),
  value: optionValue,
  description: plainText(75).optional(),
});

export const overflowOptionSchema = z.strictObject({
  ...optionSchema.shape,
  url: z.string().max(3000).optional(),
});

/** Radio buttons and checkboxes may show mrkdwn in their options; menus may not. */
export const choiceSchema = z.strictObject({
  text: anyText(75),
  value: optionValue,
  description: anyText(75).optional(),
});

export const optionGroupSchema = z.strictObject({
  label: plainText(75),
  options: z.array(optionSchema).min(1).max(100),
});
