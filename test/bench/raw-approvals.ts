import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import type { TableNames } from "../../src/aws/dynamodb/tables.ts";

type Item = Record<string, AttributeValue>;

/**
 * What the API asks of DynamoDB for a request and its two approvals, and nothing else: the same calls on the same tables, of items
 * as large, without a condition, a thought or a check.
 */
export function makeRawApprovals(
  client: DynamoDBClient,
  tables: TableNames,
  { request, event }: { readonly request: Item; readonly event: Item },
  instance: { readonly tenant: string; readonly id: string },
) {
  let count = 0;

  const put = (TableName: string, Item: Item) => ({ Put: { TableName, Item } });
  const eventOf = (request_id: AttributeValue, sequence: number) =>
    put(tables.auditLog, { ...event, request_id, sequence: { N: String(sequence) } });

  return {
    async create(): Promise<AttributeValue> {
      count += 1;
      const request_id = { S: `req-raw-${count}` };
      await client.send(
        new QueryCommand({
          TableName: tables.inventory,
          IndexName: "tenant-index",
          KeyConditionExpression: "tenant = :tenant AND begins_with(instance_id, :name)",
          ExpressionAttributeValues: { ":tenant": { S: instance.tenant }, ":name": { S: `${instance.id}.` } },
        }),
      );
      await client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            put(tables.requests, { ...request, request_id }),
            eventOf(request_id, 1),
            put(tables.requests, { request_id: { S: `correlation#raw#${count}` }, holds: request_id }),
          ],
        }),
      );
      return request_id;
    },
    async approve(request_id: AttributeValue, sequence: number): Promise<void> {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tables.requests, Key: { request_id }, ConsistentRead: true }),
      );
      await client.send(
        new TransactWriteItemsCommand({
          TransactItems: [put(tables.requests, { ...Item, request_id }), eventOf(request_id, sequence)],
        }),
      );
    },
  };
}
