import { AsyncLocalStorage } from "node:async_hooks";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

interface Put {
  readonly TableName?: string;
  readonly Item?: Readonly<Record<string, unknown>>;
}

/** One write that a call has made: which table, and which kind of event it is where it is one. */
export interface Write {
  readonly table: string;
  readonly kind: string | undefined;
}

/** Notes what each call writes, by the asynchronous context that it runs in. */
export function recordWrites(client: DynamoDBDocumentClient) {
  const calls = new AsyncLocalStorage<Write[]>();
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const input = args.input as Put & { readonly TransactItems?: readonly { readonly Put?: Put }[] };
      const puts = input.TransactItems?.map(({ Put: put }) => put ?? {}) ?? (isWrite(input) ? [input] : []);
      calls.getStore()?.push(...puts.map(toWrite));
      return answer;
    },
    { step: "initialize", name: "recordWrites" },
  );
  return {
    /** What the work gives, and what it has written. */
    async during<Value>(work: () => Promise<Value>): Promise<{ value: Value; writes: readonly Write[] }> {
      const writes: Write[] = [];
      return { value: await calls.run(writes, work), writes };
    },
  };
}

function isWrite(input: object): boolean {
  return "Item" in input || "UpdateExpression" in input;
}

function toWrite({ TableName = "", Item }: Put): Write {
  const kind = Item?.kind;
  const text = typeof kind === "string" ? kind : (kind as { readonly S?: string } | undefined)?.S;
  return { table: TableName, kind: TableName.includes("audit") ? text : undefined };
}
