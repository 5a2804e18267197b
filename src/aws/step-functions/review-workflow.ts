import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { ReviewWorkflow } from "../../app/ports/question-reviews.ts";
import { answerOf } from "../answer-of.ts";

/** Starts executions of one state machine, each named after its review. */
export function makeStepFunctionsReviewWorkflow(client: SFNClient, stateMachineArn: string): ReviewWorkflow {
  const executionOf = (name: string) => `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
  return {
    start: async (reviewId, { question, assignedBy, assignedTo, onReject }) => {
      const input = JSON.stringify({
        question: {
          text: question.text,
          options: question.options,
          correct_answer: question.correctAnswer,
        },
        assigned_by: assignedBy,
        assigned_to: assignedTo,
        on_reject: onReject,
      });
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name: reviewId, input }));
        return "started";
      } catch (cause) {
        if (!(cause instanceof ExecutionAlreadyExists)) {
          return answerOf("Step Functions StartExecution", Promise.reject(cause));
        }
        // Said of one with the same input too, once it has ended.
        const command = new DescribeExecutionCommand({ executionArn: executionOf(reviewId) });
        const first = await answerOf("Step Functions DescribeExecution", client.send(command));
        return first.input === input ? "started" : "taken";
      }
    },
  };
}
