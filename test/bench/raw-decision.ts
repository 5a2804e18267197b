import {
  type AttributeValue,
  CreateTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";

type Item = Record<string, AttributeValue>;

const requests = "bench-requests";
const events = "bench-events";

/**
 * The least that a decision can be: one GetItem and one TransactWriteItems of two puts. Tables without indexes or stream,
 * no conditions, the items stored as they were read; they are as large as the real ones.
 */
export async function prepareRawDecision(
  client: DynamoDBClient,
  { request, event }: { readonly request: Item; readonly event: Item },
): Promise<() => Promise<void>> {
  for (const TableName of [requests, events]) {
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
  }
  const id = { S: "one" };
  await client.send(new PutItemCommand({ TableName: requests, Item: { ...request, id } }));
  let sequence = 0;

  return async () => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: requests, Key: { id }, ConsistentRead: true }),
    );
    sequence += 1;
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: requests, Item: { ...Item, id } } },
          { Put: { TableName: events, Item: { ...event, id: { S: String(sequence) } } } },
        ],
      }),
    );
  };
}

/** A request and its first event, as the store keeps them. */
export async function readStored(
  client: DynamoDBClient,
  tables: { readonly requests: string; readonly auditLog: string },
  requestId: string,
): Promise<{ readonly request: Item; readonly event: Item }> {
  const request_id = { S: requestId };
  const read = async (TableName: string, Key: Item) => {
    const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    if (!Item) throw new Error(`${requestId} is not in ${TableName}`);
    return Item;
  };
  return {
    request: await read(tables.requests, { request_id }),
    event: await read(tables.auditLog, { request_id, sequence: { N: "1" } }),
  };
}
