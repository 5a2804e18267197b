import { createHash } from "node:crypto";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import canonicalize from "canonicalize";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { requestIdSchema } from "../../../src/core/request.ts";
import type { Workbench } from "../../support/workbench.ts";

type Item = Readonly<Record<string, unknown>>;

/** What the tables hold, by table: a hash of each item by its key. Two are equal where nothing has changed. */
export type Standing = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Everything that is stored, but for the notes on refused attempts: these are what the record is for. A table can be left out by its
 * name, and items by their keys' beginning.
 */
export async function standingOf(bench: Workbench, apart: readonly string[] = []): Promise<Standing> {
  const tables = Object.entries(bench.tables).filter(([name]) => !apart.includes(name));
  const read = tables.map(async ([name, table]) => {
    const items = (await scan(bench, table)).filter(
      (item) => !apart.some((key) => idOf(item).startsWith(key)),
    );
    const kept = name === "auditLog" ? items.filter(({ kind }) => kind !== "refused") : items;
    return [name, Object.fromEntries(kept.map((item) => [keyOf(item), hashOf(name, item)]))] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

/** Who has tried what they may not, by the record; throws where a chain is broken. */
export async function refusedActors(bench: Workbench): Promise<ReadonlySet<string>> {
  const notes = (await scan(bench, bench.tables.auditLog)).filter(({ kind }) => kind === "refused");
  const ids = new Set(notes.map((item) => requestIdSchema.parse(item.request_id)));
  for (const id of ids) {
    const broken = findBrokenLink(await bench.auditLog.list(id));
    if (broken) throw new Error(`the chain of ${id} is broken`);
  }
  return new Set(notes.map(({ actor }) => String(actor)));
}

async function scan({ documents }: Workbench, table: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ...(from && { ExclusiveStartKey: from }) }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return items;
}

function idOf(item: Item): string {
  return String(item.request_id ?? item.instance_id ?? item.tenant ?? "");
}

/** Whatever an item's key is, these are parts of it. */
function keyOf(item: Item): string {
  const parts = [
    "request_id",
    "sequence",
    "token_hash",
    "place",
    "delivery",
    "instance_id",
    "review_id",
    "key_id",
    "webhook_id",
  ];
  return parts.flatMap((part) => (item[part] === undefined ? [] : [String(item[part])])).join(" ");
}

/** These move with each note on an attempt; whatever else changes a request shows in something else of it, too. */
const movedByNotes: readonly string[] = ["version", "chain_sequence", "chain_hash", "noted_refusals"];

function hashOf(table: string, item: Item): string {
  const kept = Object.entries(item).filter(([name]) => table !== "requests" || !movedByNotes.includes(name));
  const text = canonicalize(JSON.parse(JSON.stringify(Object.fromEntries(kept))));
  return createHash("sha256")
    .update(text ?? "")
    .digest("hex");
}
