import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson, type JsonObject, jsonObjectSchema } from "../json.ts";

/** SHA-256, as the record and its seals write it. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits");

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

/** The same of what comes out of JSON, whose details need not be looked through. */
export const parsedEntrySchema = auditEntrySchema.extend({
  details: z.custom<JsonObject>(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  ),
});

export type AuditEntry = Readonly<z.infer<typeof auditEntrySchema>>;

/** The hash that an entry with this content has to have. */
export function hashOfEntry(entry: AuditEntry | Omit<AuditEntry, "hash">): string {
  const [head, tail] = textsAroundHash(entry);
  return createHash("sha256")
    .update(head + tail, "utf8")
    .digest("hex");
}

/** An entry's one line of an export: canonical JSON, so that each byte of it counts. */
export function lineOfEntry(entry: AuditEntry): string {
  const [head, tail] = textsAroundHash(entry);
  return `${head}"hash":${canonicalJson(entry.hash)},${tail}`;
}

/** The entry's canonical JSON up to its hash and from there on: only what is inside the details has to be put in order. */
function textsAroundHash(entry: Omit<AuditEntry, "hash">): readonly [string, string] {
  const { actor, at, details, kind, previous_hash, request_id, sequence, status, tenant } = entry;
  const text = canonicalJson;
  return [
    `{"actor":${text(actor)},"at":${text(at)},"details":${text(details)},`,
    `"kind":${text(kind)},"previous_hash":${text(previous_hash)},"request_id":${text(request_id)},"sequence":${text(sequence)},"status":${text(status)},"tenant":${text(tenant)}}`,
  ];
}
