import { z } from "zod";
import { confirmSchema, plainText } from "./text-objects.ts";

export const actionable = { action_id: z.string().min(1).max(255).optional() };
export const confirmable = { ...actionable, confirm: confirmSchema.optional() };
export const focusable = { focus_on_load: z.boolean().optional() };
export const placeholdable = { ...focusable, placeholder: plainText(150).optional() };
export const selectable = { ...confirmable, ...placeholdable };
