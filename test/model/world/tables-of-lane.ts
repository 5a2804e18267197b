import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
  QueryCommand,
  ScanCommand,
} from "@aws-sdk/lib-dynamodb";
import { type TableNames, tableNamesOf } from "../../../src/aws/dynamodb/tables.ts";
import { provisionTable } from "../../../src/local/provision/provision-table.ts";
import type { Infrastructure } from "../../../src/local/provision/read-infrastructure.ts";
import { delegationsKey } from "./model-policy.ts";

export type Item = Readonly<Record<string, unknown>>;
type Write = NonNullable<BatchWriteCommandInput["RequestItems"]>[string][number];
type Tables = Infrastructure["tables"];
type Table = Tables extends ReadonlyMap<string, infer One> ? One : never;

/** DynamoDB takes no more in one BatchWriteItem. */
const mostWrites = 25;

/** They serve lists and histories, which nobody asks for here, and each of them costs every write. */
const unread: readonly string[] = [
  "requester-index",
  "instance-index",
  "actor-index",
  "day-index",
  "failing-index",
];

export type TablesOfLane = Awaited<ReturnType<typeof makeTablesOfLane>>;

/** One lane's tables as `infra/` defines them, and what is done with them from outside, with no store of ours in between. */
export async function makeTablesOfLane(
  client: DynamoDBClient,
  documents: DynamoDBDocumentClient,
  { tables: defined, stage }: { readonly tables: Tables; readonly stage: string },
) {
  const tables: TableNames = tableNamesOf(stage);
  const wanted: readonly string[] = Object.values(tables);
  for (const table of defined.values()) {
    if (wanted.includes(table.TableName)) await provisionTable(withoutExtras(table), client);
  }

  async function write(writes: readonly (readonly [table: string, Write])[]): Promise<void> {
    for (let done = 0; done < writes.length; done += mostWrites) {
      const RequestItems: Record<string, Write[]> = {};
      for (const [table, one] of writes.slice(done, done + mostWrites)) {
        RequestItems[table] = [...(RequestItems[table] ?? []), one];
      }
      await documents.send(new BatchWriteCommand({ RequestItems }));
    }
  }

  async function scan(table: keyof TableNames): Promise<readonly Item[]> {
    const command = new ScanCommand({ TableName: tables[table], ConsistentRead: true });
    return (await documents.send(command)).Items ?? [];
  }

  /** The entries of the record under that id, in their order. */
  async function eventsOf(id: string): Promise<readonly Item[]> {
    const command = new QueryCommand({
      TableName: tables.auditLog,
      ConsistentRead: true,
      KeyConditionExpression: "request_id = :id",
      ExpressionAttributeValues: { ":id": id },
    });
    return (await documents.send(command)).Items ?? [];
  }

  let left: readonly Item[] | undefined;

  return {
    tables,
    scan,
    eventsOf,
    /** The items of requests, by their ids, with all that lies beside them: nothing is written after this, before another world begins. */
    async itemsLeft(): Promise<ReadonlyMap<string, Item>> {
      left = await scan("requests");
      return new Map(left.map((item) => [String(item.request_id), item]));
    },
    /**
     * These are the instances that are known, nothing is due, nobody is away, nobody has a turn, and nobody is told of events: what
     * else is kept goes by the ids of requests, which are never used again.
     */
    async begin(
      instances: readonly Item[],
      { hadWebhooks, wasAnybodyAway }: { readonly hadWebhooks: boolean; readonly wasAnybodyAway: boolean },
    ): Promise<void> {
      const deleted = (Key: Item) => ({ DeleteRequest: { Key } });
      const [kept, entries, webhooks] = await Promise.all([
        left ?? scan("requests"),
        wasAnybodyAway ? eventsOf(delegationsKey) : [],
        hadWebhooks ? scan("webhooks") : [],
      ]);
      left = undefined;
      await write([
        ...kept.map(({ request_id }) => [tables.requests, deleted({ request_id })] as const),
        ...entries.map(
          ({ request_id, sequence }) => [tables.auditLog, deleted({ request_id, sequence })] as const,
        ),
        ...webhooks.map(
          ({ tenant, webhook_id }) => [tables.webhooks, deleted({ tenant, webhook_id })] as const,
        ),
        ...instances.map((Item) => [tables.inventory, { PutRequest: { Item } }] as const),
      ]);
    },
  };
}

/** Without the stream, as the model reads the outbox itself, and dynoxide keeps each of its records for ever. */
function withoutExtras({ StreamSpecification: _, GlobalSecondaryIndexes = [], ...table }: Table): Table {
  const kept = GlobalSecondaryIndexes.filter(({ IndexName }) => !unread.includes(IndexName));
  const keys = [table, ...kept].flatMap(({ KeySchema }) => KeySchema);
  const named = new Set(keys.map(({ AttributeName }) => AttributeName));
  return {
    ...table,
    AttributeDefinitions: table.AttributeDefinitions.filter(({ AttributeName }) => named.has(AttributeName)),
    ...(kept.length > 0 && { GlobalSecondaryIndexes: kept }),
  };
}
