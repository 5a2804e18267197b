import { type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { answerOf } from "../answer-of.ts";

/** All items of one request as they are now, in the order of the table's sort key, whatever the number of pages. */
export function itemsOfRequest(
  client: DynamoDBDocumentClient,
  table: string,
  requestId: string,
): Promise<readonly unknown[]> {
  const query = {
    TableName: table,
    KeyConditionExpression: "request_id = :id",
    ExpressionAttributeValues: { ":id": requestId },
    ConsistentRead: true,
  };
  const collect = async () => {
    const items: unknown[] = [];
    for await (const { Items = [] } of paginateQuery({ client }, query)) items.push(...Items);
    return items;
  };
  return answerOf(`DynamoDB Query of ${table}`, collect());
}
