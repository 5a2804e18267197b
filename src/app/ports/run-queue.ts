import type { RequestId } from "../../core/request.ts";

/** One step of a run: 0 starts it, each further one looks at it again. */
export interface RunStep {
  readonly requestId: RequestId;
  readonly step: number;
}

export interface RunQueue {
  /** Delivers the step at least once, not before the delay (0 to 900 seconds, SQS's limit). */
  send(step: RunStep, delaySeconds: number): Promise<void>;
}
