import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { answerOf } from "../answer-of.ts";

interface Put {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
  /** With its new `revision`. */
  readonly item: Readonly<Record<string, unknown>>;
  /** The one that it was read at; 0 where there was none. */
  readonly seen: number;
}

/**
 * Puts an item over the revision that was seen, and says whether it is there now: false where somebody else has written one since.
 * When an answer is lost, the SDK's second try meets what the first has written, so a refusal looks for its own mark.
 */
export async function putRevision(
  client: DynamoDBDocumentClient,
  { table, key, item, seen }: Put,
): Promise<boolean> {
  const writeId = randomUUID();
  const condition =
    seen === 0
      ? { ConditionExpression: `attribute_not_exists(${Object.keys(key)[0]})` }
      : { ConditionExpression: "revision = :seen", ExpressionAttributeValues: { ":seen": seen } };
  try {
    await client.send(
      new PutCommand({ TableName: table, Item: { ...item, ...key, write_id: writeId }, ...condition }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) {
      return answerOf(`DynamoDB PutItem in ${table}`, Promise.reject(error));
    }
    const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
    const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
    return Item?.write_id === writeId;
  }
}
