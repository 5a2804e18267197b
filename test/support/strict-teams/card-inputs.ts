import { z } from "zod";
import { actionSchema } from "./card-actions.ts";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const time = z.string().regex(/^\d{2}:\d{2}$/);

/** The inputs, which all have an id, and a message where they can be wrong. */
export function inputSchemas<Shape extends z.core.$ZodShape>(elementShape: Shape) {
  const inputShape = {
    ...elementShape,
    id: z.string().min(1),
    label: z.string().optional(),
    isRequired: z.boolean().optional(),
    errorMessage: z.string().optional(),
  };
  return [
    z.strictObject({
      type: z.literal("Input.Text"),
      ...inputShape,
      isMultiline: z.boolean().optional(),
      maxLength: z.number().int().positive().optional(),
      placeholder: z.string().optional(),
      regex: z.string().optional(),
      style: z.enum(["text", "tel", "url", "email", "password"]).optional(),
      inlineAction: z.lazy(() => actionSchema).optional(),
      value: z.string().optional(),
    }),
    z.strictObject({
      type: z.literal("Input.Number"),
      ...inputShape,
      min: z.number().optional(),
      max: z.number().optional(),
      placeholder: z.string().optional(),
      value: z.number().optional(),
    }),
    z.strictObject({
      type: z.literal("Input.Date"),
      ...inputShape,
      min: date.optional(),
      max: date.optional(),
      placeholder: z.string().optional(),
      value: date.optional(),
    }),
    z.strictObject({
      type: z.literal("Input.Time"),
      ...inputShape,
      min: time.optional(),
      max: time.optional(),
      placeholder: z.string().optional(),
      value: time.optional(),
    }),
    z.strictObject({
      type: z.literal("Input.Toggle"),
      ...inputShape,
      title: z.string().min(1),
      value: z.string().optional(),
      valueOn: z.string().optional(),
      valueOff: z.string().optional(),
      wrap: z.boolean().optional(),
    }),
    z.strictObject({
      type: z.literal("Input.ChoiceSet"),
      ...inputShape,
      choices: z.array(z.strictObject({ title: z.string().min(1), value: z.string().min(1) })).optional(),
      "choices.data": z
        .strictObject({
          type: z.literal("Data.Query"),
          dataset: z.string().min(1),
          count: z.number().int().optional(),
          skip: z.number().int().optional(),
        })
        .optional(),
      isMultiSelect: z.boolean().optional(),
      placeholder: z.string().optional(),
      style: z.enum(["compact", "expanded", "filtered"]).optional(),
      value: z.string().optional(),
      wrap: z.boolean().optional(),
    }),
  ] as const;
}
