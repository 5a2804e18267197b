import type { PersonId } from "../../core/person.ts";
import type { rejectionWays } from "../../core/task/task-state.ts";

interface Question {
  readonly text: string;
  readonly options: readonly string[];
  /** One of the options. */
  readonly correctAnswer: string;
}

interface ReviewOrder {
  readonly question: Question;
  readonly assignedBy: PersonId;
  readonly assignedTo: PersonId;
  readonly onReject: (typeof rejectionWays)[number];
}

/** The workflow that has a question reviewed. */
export interface ReviewWorkflow {
  /** Starts it under an id; the same order again is the first one's. `taken` where the id is another order's. */
  start(reviewId: string, order: ReviewOrder): Promise<"started" | "taken">;
}

/** A question with its task, as the workflow keeps them. */
export interface QuestionReview {
  readonly reviewId: string;
  readonly question: Question;
  readonly task: {
    readonly assignedBy: string;
    readonly assignedTo: string;
    readonly status: string;
    readonly comments: readonly string[];
  };
  readonly updatedAt: Date;
}

export interface QuestionReviews {
  find(reviewId: string): Promise<QuestionReview | undefined>;
}
