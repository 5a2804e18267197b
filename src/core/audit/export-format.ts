import { z } from "zod";
import { canonicalJson } from "../json.ts";
import type { ChainEnd } from "../request.ts";
import { type AuditEntry, lineOfEntry, parsedEntrySchema } from "./audit-entry.ts";

/**
 * An export has one line of canonical JSON for each event, a request's in their order; then one that says where the request itself
 * has the chain end; and a last one over all before it.
 */
const endSchema = z.strictObject({
  request_id: z.string(),
  chain_end: z.strictObject({ sequence: z.int(), hash: z.string() }).nullable(),
});

const footerSchema = z.strictObject({
  countersign_audit_export: z.literal(1),
  events: z.int(),
  requests: z.int(),
  /** Over the bytes of all lines before. */
  sha256: z.string(),
});

/** What an export of either form consists of. */
export type ExportLine =
  | { readonly kind: "entry"; readonly entry: AuditEntry }
  | {
      readonly kind: "end";
      readonly request: string;
      readonly end: ChainEnd | undefined;
      /** Where the form says it. */
      readonly tenant?: string | undefined;
    }
  | { readonly kind: "footer"; readonly events: number; readonly requests: number; readonly sha256: string }
  /** The first and the last row of a CSV file. */
  | { readonly kind: "header" }
  | { readonly kind: "last"; readonly continues: boolean };

/** The line after a request's events, with its line feed: where the request itself says that its chain ends. */
export function endLine(request_id: string, end: ChainEnd | undefined): string {
  const chain_end = end ? { sequence: end.sequence, hash: end.hash } : null;
  return `${canonicalJson({ request_id, chain_end })}\n`;
}

/** The last line, with its line feed; `sha256` is over the bytes of all lines before. */
export function footerLine(counted: {
  readonly events: number;
  readonly requests: number;
  readonly sha256: string;
}): string {
  return `${canonicalJson({ countersign_audit_export: 1, ...counted })}\n`;
}

/** What a line says; or why it is none of an export, in a few words. Each byte counts: it has to be canonical. */
export function parseExportLine(text: string): ExportLine | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return "it is no JSON";
  }
  const entry = parsedEntrySchema.safeParse(json);
  if (entry.success) {
    return lineOfEntry(entry.data) === text ? { kind: "entry", entry: entry.data } : notCanonical;
  }
  const end = endSchema.safeParse(json);
  if (end.success) {
    const { request_id: request, chain_end } = end.data;
    return isCanonical(end.data) ? { kind: "end", request, end: chain_end ?? undefined } : notCanonical;
  }
  const footer = footerSchema.safeParse(json);
  if (footer.success) {
    const { events, requests, sha256 } = footer.data;
    return isCanonical(footer.data) ? { kind: "footer", events, requests, sha256 } : notCanonical;
  }
  return `it is no line of an export: ${entry.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)[0]}`;

  function isCanonical(value: z.infer<typeof endSchema> | z.infer<typeof footerSchema>): boolean {
    return canonicalJson({ ...value }) === text;
  }
}

const notCanonical = "it is not written as canonical JSON (RFC 8785)";
