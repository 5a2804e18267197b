import type { ProxiedCall } from "../proxied-call.ts";

export type Service = "dynamodb" | "messaging" | "rds" | "sts" | "ses" | "kms" | "secrets" | "cloudwatch";

/** What Lambda does itself, and here the host in its place: fetching what a function is called with is no function's call. */
const hostsOwn = new Set(["DescribeStream", "GetShardIterator", "GetRecords", "ListStreams"]);

const pollersOwn = /countersign-decisions-/;

interface Written {
  readonly TableName?: string;
  readonly QueueUrl?: string;
  readonly IndexName?: string;
  readonly TransactItems?: readonly Readonly<Record<string, Writing>>[];
  readonly Item?: Readonly<Record<string, unknown>>;
}

interface Writing {
  readonly TableName: string;
  readonly Item?: { readonly kind?: { readonly S: string } };
}

/**
 * For what a call is made: its service and operation, and what it is about, such as the table and the kind of event. Undefined for
 * what the host calls on its own account.
 */
export function kindOf(service: Service, { operation, request }: ProxiedCall): string | undefined {
  if (hostsOwn.has(operation)) return undefined;
  if (service === "dynamodb") return `dynamodb ${operation} ${subjectOf(JSON.parse(request))}`;
  if (service !== "messaging") return `${service} ${operation}`;
  if (operation === "PublishBatch") return "sns PublishBatch";
  const isPollers = pollersOwn.test(request);
  if (/^(Receive|Delete|Change)/.test(operation) && !isPollers) return undefined;
  const [, queue = "?"] = /countersign-([a-z-]+?)-local/.exec(request) ?? [];
  return `sqs ${operation} ${queue}`;
}

function subjectOf(written: Written): string {
  const { TableName, TransactItems, IndexName } = written;
  if (TransactItems) {
    const writes = TransactItems.flatMap((one) => Object.values(one));
    const events = writes.flatMap(({ TableName: table, Item }) =>
      table.includes("audit-log") ? (Item?.kind?.S ?? []) : [],
    );
    return events.length > 0 ? `of ${events[0]}` : `of ${[...new Set(writes.map(nameOf))].join(", ")}`;
  }
  const parts = [TableName === undefined ? "" : nameOf({ TableName })];
  if (IndexName !== undefined) parts.push(`by ${IndexName}`);
  if (TableName?.includes("deliveries") && written.Item) {
    parts.push("claimed_at" in written.Item ? "claimed" : "noted");
  }
  return parts.join(" ");
}

function nameOf({ TableName }: { readonly TableName: string }): string {
  return TableName.replace(/^rds-/, "").replace(/-(local|test)$/, "");
}
