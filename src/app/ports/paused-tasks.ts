import type { RequestId } from "../../core/request.ts";
import type { TaskAnswer } from "../../core/task/task-state.ts";

/** A workflow's task that waits for a request, and how far it is with being told of it. */
export interface PausedTask {
  readonly requestId: RequestId;
  /** Counts the changes; 0 for one that is not kept yet. */
  readonly revision: number;
  /** What resumes it. Nothing once it is over. */
  readonly sealedToken: string | undefined;
  /** How often it is told that somebody still looks after it. */
  readonly beatSeconds: number;
  /** When to look after it next; nothing once it is over. */
  readonly dueAt: Date | undefined;
  /** So long one worker has it alone. */
  readonly claimedUntil: Date | undefined;
  /** It was tried to tell it, and no answer came. */
  readonly mayBeTold: boolean;
  readonly answer: TaskAnswer | undefined;
}

export interface PausedTasks {
  find(requestId: RequestId): Promise<PausedTask | undefined>;
  /** Saves it as it follows the revision that it names; nothing when another change came first. */
  save(task: PausedTask): Promise<PausedTask | undefined>;
  /** Those that are to be looked after, the longest due first. */
  listDue(now: Date, limit: number): Promise<readonly RequestId[]>;
}
