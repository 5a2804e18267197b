import { z } from "zod";
import { canonicalJson, type JsonObject, jsonObjectSchema, sha256OfJson } from "../json.ts";

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits");

/**
 * An event under the names that its hash is made over. Nothing is tidied up when it is read, as a changed letter has to show; and a
 * kind or status of a later version passes, as its hash tells whether it is right.
 */
export const auditEntrySchema = z.strictObject({
  request_id: z.string(),
  tenant: z.string(),
  sequence: z.int(),
  at: z.string(),
  actor: z.string(),
  kind: z.string(),
  status: z.string(),
  details: jsonObjectSchema,
  previous_hash: hashSchema,
  hash: hashSchema,
});

export type AuditEntry = Readonly<z.infer<typeof auditEntrySchema>>;

/** The hash that an entry with this content has to have. */
export function hashOfEntry(entry: AuditEntry | Omit<AuditEntry, "hash">): string {
  const { hash: _, ...content }: Partial<AuditEntry> & Omit<AuditEntry, "hash"> = entry;
  return sha256OfJson(content);
}

/** An entry's one line of an export: canonical JSON, so that each byte of it counts. */
export function lineOfEntry(entry: AuditEntry): string {
  const content: JsonObject = entry;
  return canonicalJson(content);
}
