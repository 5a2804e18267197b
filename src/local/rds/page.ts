import { findInteger, findText, type QueryParameters } from "./query-protocol.ts";
import { RdsError } from "./rds-error.ts";

interface Page<T> {
  readonly items: readonly T[];
  readonly marker: string | undefined;
}

/**
 * The part of `items` a call asks for by `MaxRecords` (20 to 100, as RDS has it) and `Marker`, in the order of their
 * keys. The marker names the last key given out, so what comes or goes between two pages shifts nothing.
 */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  parameters: QueryParameters,
): Page<T> {
  const size = findInteger(parameters, "MaxRecords") ?? 100;
  if (size < 20 || size > 100) {
    throw new RdsError(
      "InvalidParameterValue",
      `Invalid value ${size} for MaxRecords. Must be between 20 and 100`,
    );
  }
  const marker = findText(parameters, "Marker");
  const after = marker === undefined ? undefined : decodeMarker(marker);
  const rest = items
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || key > after)
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    marker: last === undefined || rest.length <= size ? undefined : encodeMarker(last.key),
  };
}

function encodeMarker(key: string): string {
  return Buffer.from(key).toString("base64url");
}

function decodeMarker(marker: string): string {
  const key = Buffer.from(marker, "base64url").toString();
  if (encodeMarker(key) !== marker) throw new RdsError("InvalidParameterValue", "Unable to parse marker");
  return key;
}
