import { z } from "zod";
import type { Json } from "../../core/json.ts";
import { stateMachineSchema } from "./state-machine.ts";

const jsonSchema: z.ZodType<Json> = z.json();

const endSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("success"), output: jsonSchema }),
  z.object({ kind: z.literal("failure"), error: z.string(), cause: z.string() }),
]);

/** What somebody has sent for a task that waited. */
export type TaskEnd = Readonly<z.infer<typeof endSchema>>;

/** Where an execution is, so that another process can go on with it. Moments are in milliseconds. */
const positionSchema = z.object({
  state: z.string(),
  input: jsonSchema,
  enteredAt: z.number(),
  /** How often each retrier has been used. */
  retries: z.record(z.string(), z.int()),
  /** Of a task that waits, or of a state that is to be entered again. */
  waitsUntil: z.number().optional(),
  task: z
    .object({
      token: z.string(),
      isSent: z.boolean(),
      beatAt: z.number(),
      end: endSchema.optional(),
    })
    .optional(),
});

export type Position = Readonly<z.infer<typeof positionSchema>>;

export const executionSchema = z.object({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  input: jsonSchema,
  machine: stateMachineSchema,
  status: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]),
  startedAt: z.number(),
  stoppedAt: z.number().optional(),
  output: jsonSchema.optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  position: positionSchema,
});

export type Execution = Readonly<z.infer<typeof executionSchema>>;
