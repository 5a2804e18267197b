import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { WebhookStore } from "../../app/ports/webhook-store.ts";
import type { Webhook, WebhookId } from "../../core/webhook/webhook.ts";
import { answerOf } from "../answer-of.ts";
import { putRevision } from "./put-revision.ts";
import type { TableNames } from "./tables.ts";
import { fromWebhookRecord, toWebhookRecord } from "./webhook-record.ts";

export function makeDynamoDbWebhookStore(
  client: DynamoDBDocumentClient,
  { webhooks: table }: Pick<TableNames, "webhooks">,
): WebhookStore {
  return {
    list: (tenant) => answerOf(`DynamoDB Query of ${table}`, collect(tenant)),
    find: async (tenant, id) => {
      const command = new GetCommand({ TableName: table, Key: keyOf(tenant, id), ConsistentRead: true });
      const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
      return Item && fromWebhookRecord(Item);
    },
    save: async (webhook) => {
      const saved = { ...webhook, revision: webhook.revision + 1 };
      const key = keyOf(webhook.tenant, webhook.id);
      const put = { table, key, item: toWebhookRecord(saved), seen: webhook.revision };
      return (await putRevision(client, put)) ? saved : undefined;
    },
    delete: async (tenant, id) => {
      const command = new DeleteCommand({ TableName: table, Key: keyOf(tenant, id) });
      await answerOf(`DynamoDB DeleteItem in ${table}`, client.send(command));
    },
  };

  async function collect(tenant: string): Promise<readonly Webhook[]> {
    const query = {
      TableName: table,
      KeyConditionExpression: "tenant = :tenant",
      ExpressionAttributeValues: { ":tenant": tenant },
      ConsistentRead: true,
    };
    const found: Webhook[] = [];
    for await (const { Items = [] } of paginateQuery({ client }, query)) {
      found.push(...Items.map(fromWebhookRecord));
    }
    return found;
  }
}

function keyOf(tenant: string, id: WebhookId) {
  return { tenant, webhook_id: id };
}
