import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { QuestionReviews } from "../../app/ports/question-reviews.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import type { TableNames } from "./tables.ts";

/** As infra/question-review.asl.json writes it. */
const reviewSchema = z
  .object({
    review_id: z.string(),
    question: z.object({ text: z.string(), options: z.array(z.string()), correct_answer: z.string() }),
    task: z.object({
      assigned_by: z.string(),
      assigned_to: z.string(),
      status: z.string(),
      comments: z.array(z.string()),
    }),
    updated_at: isoDateSchema,
  })
  .transform(({ review_id, question, task, updated_at }) => ({
    reviewId: review_id,
    question: { text: question.text, options: question.options, correctAnswer: question.correct_answer },
    task: {
      assignedBy: task.assigned_by,
      assignedTo: task.assigned_to,
      status: task.status,
      comments: task.comments,
    },
    updatedAt: updated_at,
  }));

/** The reviews as their workflow keeps them; nobody else writes there. */
export function makeDynamoDbQuestionReviews(
  client: DynamoDBDocumentClient,
  { questionReviews: table }: Pick<TableNames, "questionReviews">,
): QuestionReviews {
  return {
    find: async (reviewId) => {
      const command = new GetCommand({
        TableName: table,
        Key: { review_id: reviewId },
        ConsistentRead: true,
      });
      const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
      return Item && reviewSchema.parse(Item);
    },
  };
}
