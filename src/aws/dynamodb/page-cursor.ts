import { z } from "zod";
import { InvalidCursorError } from "../../app/invalid-cursor-error.ts";

/** The key of a list's last item, which DynamoDB wants to start after. */
export type ListKey = Readonly<Record<string, string>>;

const listKeySchema = z.record(z.string(), z.string().min(1).max(2048));

export function toCursor(key: ListKey): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/**
 * The key that a cursor stands for. Throws an `InvalidCursorError` unless it has just the attributes of this index's keys
 * and stays in the list's own partition, so that nobody reads another list through it.
 */
export function fromCursor(
  cursor: string,
  partition: { readonly attribute: string; readonly value: string },
): ListKey {
  const key = parseKey(cursor);
  const attributes = Object.keys(key).sort().join();
  const expected = ["request_id", "requested_at", partition.attribute].sort().join();
  if (attributes !== expected || key[partition.attribute] !== partition.value) throw new InvalidCursorError();
  return key;
}

function parseKey(cursor: string): ListKey {
  try {
    return listKeySchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    throw new InvalidCursorError({ cause });
  }
}
