import { z } from "zod";
import { heldInQuietHours } from "../policy-terms.ts";
import { policyWindowSchema, weekdays } from "../timing/policy-window.ts";
import { durationSchema } from "./duration.ts";
import { nameSchema } from "./name.ts";

export const ownersLevel = 5;

const levelWords = "a level is a number from 1 to 5";

export const levelSchema = z.int(levelWords).min(1, levelWords).max(ownersLevel, levelWords);

const mostSteps = 5;

const escalationSchema = z.strictObject({
  /** Since the asking began, as for every step. */
  after: durationSchema,
  to: z.array(nameSchema).min(1),
});

/** When who has not decided is reminded: the first time, and how much longer each next time takes. */
export const reminderSchema = z.strictObject({
  after: durationSchema.refine((seconds) => seconds >= 300, "five minutes at least"),
  back_off: z.number().min(1, "1 for the same time again, more for ever longer ones").max(10).default(2),
  at_most: z.int().min(1).max(20).default(3),
});

export const quietHoursSchema = policyWindowSchema
  .safeExtend({
    /** What waits for their end. */
    hold: z.array(z.enum(heldInQuietHours)).min(1).default(["reminders"]),
  })
  .refine(
    ({ days, from, to }) => new Set(days).size < weekdays.length || from !== "00:00" || to !== "24:00",
    {
      message: "what waits for their end would wait for ever: leave some hours of the week",
      path: ["to"],
    },
  );

/** What a rule gives besides its approvals and the names of groups. */
export const ruleTerms = {
  /** Nothing of the kind is done, for this reason. */
  deny: z.string().trim().min(1, "say why: the requester reads it").max(300).optional(),
  /** Of a rule that denies: an emergency is done all the same. */
  break_glass: z.literal("allowed", 'write "allowed", or leave it out').optional(),
  auto_approve: z.literal(true, "write true, or leave it out").optional(),
  /** Groups that each have to approve, by a person of its own. */
  one_from_each: z.array(nameSchema).min(1).max(6).optional(),
  /** Only people of this level or a higher one may decide. */
  level: levelSchema.optional(),
  escalate: z.array(escalationSchema).min(1).max(mostSteps, `${mostSteps} steps at most`).optional(),
  remind: reminderSchema.optional(),
  /** Who decides, decides in person. */
  delegation: z.literal(false, "write false, or leave it out").optional(),
  /** Too urgent for quiet hours. */
  ignore_quiet_hours: z.literal(true, "write true, or leave it out").optional(),
};
