import { createHash } from "node:crypto";
import { type ExportLine, parseExportLine } from "../../core/audit/export-format.ts";
import { ExportedChains } from "./exported-chains.ts";
import { parseCsvRow } from "./parse-csv-row.ts";
import { type AuditReport, ProblemList } from "./problem-list.ts";

/** What an export shows; `continues` where it is only one part of the API's. */
export interface ExportReport extends AuditReport {
  readonly continues: boolean;
}

const lineFeed = 0x0a;
const quote = 0x22;

/** Replaces nothing: bytes that are no UTF-8 are no line of an export. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Checks an export, JSON lines or the API's CSV, line by line (each with its line feed), holding one request's events at a time:
 * each event's hash over its content, each chain, where the request says that it ends, and that the file is whole. Every changed
 * byte of what it proves is found.
 */
export async function verifyExport(lines: AsyncIterable<Uint8Array>): Promise<ExportReport> {
  const problems = new ProblemList();
  const chains = new ExportedChains((problem) => problems.add(problem));
  const digest = createHash("sha256");
  let parse: ((text: string) => ExportLine | string) | undefined;
  let last: Extract<ExportLine, { kind: "footer" | "last" }> | undefined;
  let number = 0;
  for await (const bytes of lines) {
    number += 1;
    const at = number;
    const bad = (why: string) => problems.add({ kind: "bad-line", line: at, why });
    if (last) {
      bad("something comes after the last line of an export");
      break;
    }
    parse ??= bytes[0] === quote ? parseCsvRow : (text) => parseExportLine(text.slice(0, -1));
    const line = readLine(bytes, parse);
    const isHeader = typeof line !== "string" && line.kind === "header";
    if (typeof line === "string") bad(line);
    else if (line.kind === "footer" || line.kind === "last") last = line;
    else if (line.kind !== "header") chains.take(line, bad);
    if (parse === parseCsvRow && isHeader !== (at === 1))
      bad("the names of the columns come first, and once");
    if (!last) digest.update(bytes);
  }
  chains.close();
  const why = whyNotWhole(last, { ...chains.counted, sha256: digest.digest("hex") });
  if (why !== undefined) problems.add({ kind: "bad-footer", why });
  const continues = last?.kind === "last" && last.continues;
  return { ...chains.counted, problems: problems.kept, found: problems.found, continues };
}

function readLine(bytes: Uint8Array, parse: (text: string) => ExportLine | string): ExportLine | string {
  if (bytes.at(-1) !== lineFeed) return "it has no line feed at its end";
  try {
    return parse(decoder.decode(bytes));
  } catch {
    return "it is no text in UTF-8";
  }
}

function whyNotWhole(
  last: Extract<ExportLine, { kind: "footer" | "last" }> | undefined,
  {
    events,
    requests,
    sha256,
  }: { readonly events: number; readonly requests: number; readonly sha256: string },
): string | undefined {
  if (!last) return "it is not there, so the file is not whole";
  if (last.kind === "last") return undefined;
  if (last.events !== events || last.requests !== requests) {
    return `it counts ${last.events} events of ${last.requests} requests, and there are ${events} of ${requests}`;
  }
  return last.sha256 === sha256 ? undefined : `sha256 of the lines before is ${sha256}, not ${last.sha256}`;
}
