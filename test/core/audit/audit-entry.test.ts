import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOfEntry, lineOfEntry } from "../../../src/core/audit/audit-entry.ts";
import { canonicalJson, jsonObjectSchema, sha256OfJson } from "../../../src/core/json.ts";

const text = fc.string({ unit: "grapheme" });
const entries = fc.record({
  request_id: text,
  tenant: text,
  sequence: fc.nat(),
  at: text,
  actor: text,
  kind: text,
  status: text,
  details: fc.dictionary(text, fc.jsonValue()).map((details) => jsonObjectSchema.parse(details)),
  previous_hash: text,
  hash: text,
});

test("an entry's line is its canonical JSON, and its hash that of all but the hash", () => {
  fc.assert(
    fc.property(entries, (entry) => {
      const { hash: _, ...content } = entry;

      expect(lineOfEntry(entry)).toBe(canonicalJson(entry));
      expect(hashOfEntry(entry)).toBe(sha256OfJson(content));
    }),
  );
});
