import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { z } from "zod";
import type { QueueInspector } from "../../app/ports/inspection.ts";
import { answerOf } from "../answer-of.ts";

const redriveSchema = z.object({ deadLetterTargetArn: z.string() });

export function makeSqsQueueInspector(client: SQSClient): QueueInspector {
  return {
    find: async (QueueName) => {
      try {
        const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
        const { Attributes = {} } = await client.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
        );
        const { RedrivePolicy } = Attributes;
        return {
          arn: Attributes.QueueArn ?? "",
          waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
          hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
          deadLetters:
            RedrivePolicy === undefined
              ? undefined
              : redriveSchema.parse(JSON.parse(RedrivePolicy)).deadLetterTargetArn,
        };
      } catch (cause) {
        if (cause instanceof QueueDoesNotExist) return undefined;
        return answerOf(`SQS GetQueueAttributes of ${QueueName}`, Promise.reject(cause));
      }
    },
  };
}
