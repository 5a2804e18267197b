import { z } from "zod";
import { actualCostSchema, costSchema } from "./cost.ts";
import { taskAnswerSchema } from "./task/task-state.ts";

/** What announcements read of an event's details, whatever its kind. */
export const announcedDetailsSchema = z.object({
  text: z.string().default(""),
  percent: z.number().optional(),
  comment: z.string().default(""),
  result: z.string().default(""),
  duration_seconds: z.number().default(0),
  guidance: z.string().default(""),
  facts: z.array(z.object({ label: z.string(), value: z.string() })).default([]),
  waits_for: z.string().default(""),
  ahead: z.number().default(1),
  target: z.string().default(""),
  differences: z.array(z.object({ label: z.string(), value: z.string() })).default([]),
  approvals_received: z.number().default(0),
  approvals_required: z.number().default(0),
  actual_cost: actualCostSchema.optional(),
  estimated_cost: costSchema.optional(),
  start_at: z.coerce.date().optional(),
  why: z.string().default(""),
  is_held: z.boolean().default(false),
  instance: z.string().default(""),
  instances: z.array(z.string()).default([]),
  poller: z.string().default(""),
  seen_at: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
  is_silent: z.boolean().default(false),
  is_new: z.boolean().default(false),
  groups: z.array(z.string()).default([]),
  approvers: z.array(z.string()).default([]),
  expires_at: z.coerce.date().optional(),
  is_override: z.boolean().default(false),
  to: z.string().default(""),
  workflow: taskAnswerSchema.optional(),
  on_behalf_of: z.string().default(""),
  of_name: z.string().default(""),
  to_name: z.string().default(""),
  until_text: z.string().default(""),
  limits: z.looseObject({}).optional(),
  not_after: z.coerce.date().optional(),
  verdict: z.string().default(""),
  reviews_received: z.number().default(0),
  reviews_required: z.number().default(0),
});

export type AnnouncedDetails = z.infer<typeof announcedDetailsSchema>;
