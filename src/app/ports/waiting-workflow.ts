import type { WorkflowMessage } from "../../core/task/decision-document.ts";

/** `gone`: nobody waits with this token, as it was used, ran out or never was one. */
export type WorkflowAnswer = "taken" | "gone";

/** A paused workflow, addressed by its task's token. Throws a `NotDoneError` where it surely did not hear, a `GatewayError` where it may have. */
export interface WaitingWorkflow {
  tell(token: string, message: WorkflowMessage): Promise<WorkflowAnswer>;
  /** Says that the task is still looked after. */
  beat(token: string): Promise<WorkflowAnswer>;
}
