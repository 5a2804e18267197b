import { z } from "zod";

/** Who gives a variable its value: the deployment's file, the embedded default for itself, Lambda, or whoever runs it. */
export type SetBy = "serverless.yml" | "npm start" | "Lambda" | "you";

/** What docs/configuration.md says of a variable: one sentence or two in Markdown. */
export function told(description: string, setBy: SetBy) {
  return { description, setBy };
}

export const textSchema = z.string().min(1);

export const secondsSchema = z.coerce.number().int().positive();

/** SQS delays no message for longer. */
export const delaySchema = secondsSchema.max(900);

/** An empty one counts as not given, as in files of environment variables. */
export const settingSchema = z
  .string()
  .optional()
  .transform((text) => (text === "" ? undefined : text));
