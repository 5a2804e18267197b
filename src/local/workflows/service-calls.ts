import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import type { Json } from "../../core/json.ts";
import type { TaskStep } from "./state-machine.ts";
import { WorkflowError } from "./workflow-error.ts";

export interface ServiceClients {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
}

/** In DynamoDB's own JSON, which it checks itself. */
const attributesSchema = z.custom<Record<string, AttributeValue>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "must be an object",
);

const putItemSchema = z.strictObject({
  TableName: z.string(),
  Item: attributesSchema,
  ConditionExpression: z.string().exactOptional(),
});

const updateItemSchema = z.strictObject({
  TableName: z.string(),
  Key: attributesSchema,
  UpdateExpression: z.string(),
  ConditionExpression: z.string().exactOptional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).exactOptional(),
  ExpressionAttributeValues: attributesSchema.exactOptional(),
});

const sendMessageSchema = z.strictObject({
  QueueUrl: z.string(),
  MessageBody: z.json(),
});

/** Calls the service of a task's resource; its errors have the names that Step Functions gives them. */
export async function callService(
  resource: TaskStep["Resource"],
  argument: Json,
  { dynamodb, sqs }: ServiceClients,
): Promise<Json> {
  switch (resource) {
    case "arn:aws:states:::dynamodb:putItem":
      await named("DynamoDB", dynamodb.send(new PutItemCommand(parse(putItemSchema, argument))));
      return {};
    case "arn:aws:states:::dynamodb:updateItem":
      await named("DynamoDB", dynamodb.send(new UpdateItemCommand(parse(updateItemSchema, argument))));
      return {};
    case "arn:aws:states:::sqs:sendMessage":
    case "arn:aws:states:::sqs:sendMessage.waitForTaskToken": {
      const { QueueUrl, MessageBody: body } = parse(sendMessageSchema, argument);
      const MessageBody = typeof body === "string" ? body : JSON.stringify(body);
      const { MessageId = "" } = await named(
        "Sqs",
        sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
      );
      return { MessageId };
    }
  }
}

function parse<Value>(schema: z.ZodType<Value>, argument: Json): Value {
  const parsed = schema.safeParse(argument);
  if (!parsed.success) throw new WorkflowError("States.Runtime", z.prettifyError(parsed.error));
  return parsed.data;
}

async function named<Answer>(service: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    throw new WorkflowError(`${service}.${name}`, message);
  }
}
