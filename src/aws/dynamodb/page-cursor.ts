import { z } from "zod";
import { InvalidCursorError } from "../../app/invalid-cursor-error.ts";

/** Where each of a list's partitions goes on: after an item, or nowhere as it has ended. One that is not named begins. */
export type Positions<Position> = Readonly<Record<string, Position | "end">>;

/** What is asked for next, or nothing when every partition has ended. */
export function toCursor<Position>(
  positions: Positions<Position>,
  partitions: readonly string[],
): string | undefined {
  if (partitions.every((partition) => positions[partition] === "end")) return undefined;
  return Buffer.from(JSON.stringify(positions)).toString("base64url");
}

/**
 * The positions that a cursor stands for. Throws an `InvalidCursorError` unless it has the form of one and stays in the list's
 * own partitions, so that nobody reads another list through it.
 */
export function fromCursor<Position>(
  cursor: string | undefined,
  position: z.ZodType<Position>,
  partitions: readonly string[],
): Positions<Position> {
  if (cursor === undefined) return {};
  const schema = z.record(z.string(), z.union([z.literal("end"), position]));
  const positions = parse(cursor, schema);
  const names = Object.keys(positions);
  if (names.length === 0 || !names.every((name) => partitions.includes(name))) throw new InvalidCursorError();
  return positions;
}

function parse<Content>(cursor: string, schema: z.ZodType<Content>): Content {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    throw new InvalidCursorError({ cause });
  }
}
