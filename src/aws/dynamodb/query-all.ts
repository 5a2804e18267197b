import { type DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { answerOf } from "../answer-of.ts";

/** Every item of a query, whatever the number of pages. */
export function queryAll(
  client: DynamoDBDocumentClient,
  query: QueryCommandInput,
): Promise<readonly unknown[]> {
  const collect = async () => {
    const items: unknown[] = [];
    for await (const { Items = [] } of paginateQuery({ client }, query)) items.push(...Items);
    return items;
  };
  return answerOf(`DynamoDB Query of ${query.TableName}`, collect());
}
