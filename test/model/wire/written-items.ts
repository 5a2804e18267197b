import type { AttributeValue } from "aws-lambda";

/** An item in DynamoDB's JSON, as requests and the records of streams carry it. */
export type WireItem = Readonly<Record<string, AttributeValue>>;

export interface WrittenItem {
  readonly table: string;
  readonly item: WireItem;
}

interface Transaction {
  readonly TransactItems: readonly {
    readonly Put?: { readonly TableName: string; readonly Item: WireItem };
  }[];
}

/** What a TransactWriteItems puts, in its order. */
export function itemsPutBy(body: string): readonly WrittenItem[] {
  const { TransactItems }: Transaction = JSON.parse(body);
  return TransactItems.flatMap(({ Put }) => (Put ? [{ table: Put.TableName, item: Put.Item }] : []));
}

/** The item as the stores write and read it. */
export function plainItem(item: WireItem): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(attribute: AttributeValue): unknown {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.M !== undefined) return plainItem(attribute.M);
  if (attribute.L !== undefined) return attribute.L.map(plainValue);
  if (attribute.NULL !== undefined) return null;
  throw new Error(`no store of ours writes such a value: ${Object.keys(attribute).join()}`);
}
