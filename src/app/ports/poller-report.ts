import { z } from "zod";
import { nonceSchema } from "../../core/action/decision-record.ts";
import { requestIdSchema } from "../../core/request.ts";

export const pollerNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, "lower-case letters, digits, dots and hyphens, please")
  .refine((name) => name !== "countersign", "this name is taken");

/** What a command has printed, at most: its first and its last half. */
export const longestOutput = 65_536;

const momentSchema = z.iso.datetime();
const ofAction = {
  request_id: requestIdSchema,
  nonce: nonceSchema,
  poller: pollerNameSchema,
  at: momentSchema,
};

/** What a poller tells of itself and of the actions that it runs. Any of it may come late, twice, or never. */
export const pollerReportSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("heartbeat"), poller: pollerNameSchema, at: momentSchema }),
  z.object({ kind: z.literal("started"), ...ofAction, timeout_seconds: z.int().min(1).max(86_400) }),
  z.object({
    kind: z.literal("progress"),
    ...ofAction,
    number: z.int().min(1),
    text: z.string().max(300),
    percent: z.number().min(0).max(100).optional(),
  }),
  z.object({
    kind: z.literal("ended"),
    ...ofAction,
    exit_code: z.int().nullable(),
    /** The signal that ended it, where one did. */
    signal: z.string().max(20).nullable(),
    timed_out: z.boolean(),
    output: z.string().max(longestOutput + 200),
    /** Why it could not be started at all. */
    error: z.string().max(500).optional(),
  }),
  z.object({ kind: z.literal("refused"), ...ofAction, why: z.string().max(500) }),
  z.object({ kind: z.literal("unknown"), ...ofAction }),
]);

export type PollerReport = Readonly<z.infer<typeof pollerReportSchema>>;

/** A report on one action. */
export type ActionReport = Exclude<PollerReport, { kind: "heartbeat" }>;
