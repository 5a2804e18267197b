import { createHash } from "node:crypto";
import type { AuditEntry } from "../../core/audit/audit-entry.ts";
import { type ExportLine, parseExportLine } from "../../core/audit/export-format.ts";
import { type AuditReport, ProblemList } from "./problem-list.ts";
import { findChainProblem } from "./verify-chain.ts";

const lineFeed = 0x0a;

/** Replaces nothing: bytes that are no UTF-8 are no line of an export. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Checks an export, line by line (each with its line feed), holding one request's events at a time: each event's hash over its
 * content, each chain, where the request says that it ends, and that the file is whole. Every changed byte is found.
 */
export async function verifyExport(lines: AsyncIterable<Uint8Array>): Promise<AuditReport> {
  const problems = new ProblemList();
  const done = new Set<string>();
  const digest = createHash("sha256");
  let open: AuditEntry[] = [];
  let events = 0;
  let number = 0;
  let hasFooter = false;
  for await (const bytes of lines) {
    number += 1;
    const problem = (why: string) => problems.add({ kind: "bad-line", line: number, why });
    if (hasFooter) {
      problem("something comes after the last line of an export");
      break;
    }
    const line = readLine(bytes);
    if (typeof line === "string") problem(line);
    else if (line.kind === "footer") takeFooter(line);
    else takeLine(line, problem);
    if (!hasFooter) digest.update(bytes);
  }
  closeWithoutEnd();
  if (!hasFooter) problems.add({ kind: "bad-footer", why: "it is not there, so the file is not whole" });
  return { requests: done.size, events, problems: problems.kept, found: problems.found };

  function takeLine(line: Exclude<ExportLine, { kind: "footer" }>, problem: (why: string) => void): void {
    const request = line.kind === "entry" ? line.entry.request_id : line.request;
    if (open[0] && open[0].request_id !== request) closeWithoutEnd();
    if (done.has(request)) {
      problem(`${request} was over already`);
      return;
    }
    if (line.kind === "entry") {
      events += 1;
      open.push(line.entry);
      return;
    }
    done.add(request);
    const found = findChainProblem(request, open, line.end);
    if (found) problems.add(found);
    open = [];
  }

  /** Where the line is missing that says where its chain ends. */
  function closeWithoutEnd(): void {
    const request = open[0]?.request_id;
    if (request === undefined) return;
    done.add(request);
    problems.add(findChainProblem(request, open, undefined) ?? { kind: "no-request", request });
    open = [];
  }

  function takeFooter(footer: Extract<ExportLine, { kind: "footer" }>): void {
    hasFooter = true;
    const sha256 = digest.copy().digest("hex");
    if (footer.events !== events || footer.requests !== done.size) {
      const why = `it counts ${footer.events} events of ${footer.requests} requests, and there are ${events} of ${done.size}`;
      problems.add({ kind: "bad-footer", why });
    } else if (footer.sha256 !== sha256) {
      problems.add({
        kind: "bad-footer",
        why: `sha256 of the lines before is ${sha256}, not ${footer.sha256}`,
      });
    }
  }
}

function readLine(bytes: Uint8Array): ExportLine | string {
  if (bytes.at(-1) !== lineFeed) return "it has no line feed at its end";
  try {
    return parseExportLine(decoder.decode(bytes.subarray(0, -1)));
  } catch {
    return "it is no text in UTF-8";
  }
}
