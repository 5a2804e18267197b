import { z } from "zod";
import { requestIdSchema } from "../../core/request.ts";

/** A run step's message as it travels. */
export const runStepSchema = z
  .object({ request_id: requestIdSchema, step: z.int().min(0) })
  .transform(({ request_id, step }) => ({ requestId: request_id, step }));

/** One step of a run: 0 starts it, each further one looks at it again. */
export type RunStep = Readonly<z.output<typeof runStepSchema>>;

/** The message of a step, which `runStepSchema` reads back. */
export function toRunMessage({ requestId, step }: RunStep): z.input<typeof runStepSchema> {
  return { request_id: requestId, step };
}

export interface RunQueue {
  /** Delivers the step at least once, not before the delay (0 to 900 seconds, SQS's limit). */
  send(step: RunStep, delaySeconds: number): Promise<void>;
}
