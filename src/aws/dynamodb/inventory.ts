import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Inventory, InventoryInstance } from "../../app/ports/inventory.ts";
import { byInstanceName, findAddress, fullNameOf, type InstanceAddress } from "../../core/instance-name.ts";
import { answerOf } from "../answer-of.ts";
import { fromInventoryRecord, toInventoryRecord } from "./inventory-record.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter, secondsOf } from "./time-to-live.ts";

/** A page is 1 MB, some two thousand instances; a search that has not found enough by then shows what it has. */
const mostPages = 10;

/** An instance that no refresh has seen for so long is gone: it is not offered any more, and in the end deleted. */
const daysRemembered = 2;

export function makeDynamoDbInventory(
  client: DynamoDBDocumentClient,
  { inventory: table }: Pick<TableNames, "inventory">,
  now: () => Date = () => new Date(),
): Inventory {
  return {
    find,
    listNamed: async (tenant, name) => {
      const address = findAddress(name);
      if (!address) return listOfName(tenant, name);
      const instance = await find(address);
      return instance?.tenant === tenant ? [instance] : [];
    },
    search: async (tenant, text, limit) => {
      const wanted = text.trim().toLowerCase();
      const found: InventoryInstance[] = [];
      let from: Record<string, unknown> | undefined;
      for (let page = 1; page <= mostPages && found.length < limit; page += 1) {
        const { Items = [], LastEvaluatedKey } = await pageOf(tenant, from);
        // DynamoDB filters on no key attribute, and the name is one.
        const named = instancesIn(Items).filter((one) =>
          (wanted.includes(".") ? fullNameOf(one) : one.id).toLowerCase().includes(wanted),
        );
        found.push(...named);
        if (!LastEvaluatedKey) break;
        from = LastEvaluatedKey;
      }
      // The keys come with their dots, which sort behind hyphens.
      return found.toSorted(byInstanceName).slice(0, limit);
    },
    save: async (instance) => {
      const Item = {
        ...toInventoryRecord(instance),
        expires_on: daysAfter(instance.lastSeenAt, daysRemembered),
      };
      const command = new PutCommand({ TableName: table, Item });
      await answerOf(`DynamoDB PutItem in ${table}`, client.send(command));
    },
  };

  async function find(address: InstanceAddress): Promise<InventoryInstance | undefined> {
    const command = new GetCommand({ TableName: table, Key: { instance_id: fullNameOf(address) } });
    const { Item } = await answerOf(`DynamoDB GetItem in ${table}`, client.send(command));
    return instancesIn(Item ? [Item] : [])[0];
  }

  /** A name of its own in each account and region: one page holds far more than there are of those. */
  async function listOfName(tenant: string, name: string): Promise<readonly InventoryInstance[]> {
    if (name === "" || name.includes(".")) return [];
    const command = new QueryCommand({
      TableName: table,
      IndexName: "tenant-index",
      KeyConditionExpression: "tenant = :tenant AND begins_with(instance_id, :name)",
      ExpressionAttributeValues: { ":tenant": tenant, ":name": `${name}.` },
    });
    const { Items = [] } = await answerOf(`DynamoDB Query of ${table}`, client.send(command));
    return instancesIn(Items);
  }

  function instancesIn(items: readonly unknown[]): readonly InventoryInstance[] {
    return items.flatMap((item) => fromInventoryRecord(item) ?? []).filter(isThere);
  }

  function isThere({ lastSeenAt }: InventoryInstance): boolean {
    return daysAfter(lastSeenAt, daysRemembered) > secondsOf(now());
  }

  function pageOf(tenant: string, from: Record<string, unknown> | undefined) {
    const command = new QueryCommand({
      TableName: table,
      IndexName: "tenant-index",
      KeyConditionExpression: "tenant = :tenant",
      ExpressionAttributeValues: { ":tenant": tenant },
      ExclusiveStartKey: from,
    });
    return answerOf(`DynamoDB Query of ${table}`, client.send(command));
  }
}
