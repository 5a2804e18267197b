import { z } from "zod";
import { auditEntrySchema } from "../../core/audit/audit-entry.ts";
import type { ExportLine } from "../../core/audit/export-format.ts";
import { csvLine } from "./csv-line.ts";
import { exportColumns } from "./csv-row.ts";

/** Of a row that says where a chain ends. */
const endSchema = z.object({ request_id: z.string(), sequence: z.int(), hash: z.string() });

/** A row of the API's export, with its line feed; or why it is none, in a few words. Each byte counts, that of a quote as well. */
export function parseCsvRow(line: string): ExportLine | string {
  const cells = [...line.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n$)/g)].map(([, cell = ""]) => plain(cell));
  if (csvLine(cells) !== line) return "it is not written as the API writes a row";
  if (cells.length !== exportColumns.length) return "it has another number of cells";
  const [row, request_id, tenant, sequence, at, actor, kind, status, details, previous_hash, hash] = cells;
  const place = { request_id, sequence: Number(sequence) };
  switch (row) {
    case "row":
      return cells.every((cell, index) => cell === exportColumns[index])
        ? { kind: "header" }
        : "the columns have other names";
    case "event": {
      const content = parseJson(details ?? "");
      const rest = { tenant, at, actor, kind, status, previous_hash, hash };
      const entry = auditEntrySchema.safeParse({ ...place, ...rest, details: content });
      if (!entry.success) return `it is no event: ${entry.error.issues[0]?.path.join(".")}`;
      return String(place.sequence) === sequence && JSON.stringify(content) === details
        ? { kind: "entry", entry: entry.data }
        : "it is not written as the API writes an event";
    }
    case "chain-end": {
      const end = endSchema.safeParse({ ...place, hash });
      const isEnd = end.success && String(place.sequence) === sequence && tenant !== "";
      const isEmpty = [at, actor, kind, status, previous_hash].every((cell) => cell === "");
      if (!isEnd || !isEmpty || !["whole", "broken"].includes(details ?? ""))
        return "it is no end of a chain";
      const { request_id: request, ...reached } = end.data;
      return { kind: "end", request, end: reached, tenant };
    }
    case "end":
    case "continues": {
      const others = [request_id, sequence, at, actor, kind, status, previous_hash, hash];
      const isLast = others.every((cell) => cell === "") && (details === "") === (row === "end");
      return isLast ? { kind: "last", continues: row === "continues" } : "it is no last row";
    }
    default:
      return `there is no row "${row}"`;
  }
}

/** Without the apostrophe that keeps a spreadsheet from taking a cell for a formula. */
function plain(cell: string): string {
  const text = cell.replaceAll('""', '"');
  return csvLine([text.slice(1)]) === `"${cell}"\r\n` ? text.slice(1) : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
