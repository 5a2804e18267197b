import { z } from "zod";

/** What the workflow wants where it is not approved: the decision as an answer like any other, or a failure that it can catch. */
export const rejectionWays = ["decision", "failure"] as const;

/** What came of the attempt to tell a workflow: it was told, it no longer waits, or nobody can say which of the two. */
const taskAnswers = ["told", "gone", "unknown"] as const;

export type TaskAnswer = (typeof taskAnswers)[number];

/** Of a request that a paused workflow waits for. The token that resumes it is kept elsewhere, and sealed. */
export interface TaskState {
  readonly onReject: (typeof rejectionWays)[number];
  /** The execution's ARN, where the workflow has told it. */
  readonly execution?: string | undefined;
  /** Missing as long as the workflow still has to be told. */
  readonly answer?: TaskAnswer | undefined;
}

export const taskAnswerSchema = z.enum(taskAnswers);
