import type { AuditEntry } from "../../core/audit/audit-entry.ts";
import type { AuditProblem } from "../../core/audit/audit-problem.ts";
import type { ExportLine } from "../../core/audit/export-format.ts";
import { findChainProblem } from "./verify-chain.ts";

/** The chains of an export, one after the other; no more than one of them is held. */
export class ExportedChains {
  readonly #report: (problem: AuditProblem) => void;
  readonly #done = new Set<string>();
  #open: AuditEntry[] = [];
  #events = 0;

  constructor(report: (problem: AuditProblem) => void) {
    this.#report = report;
  }

  get counted(): { readonly events: number; readonly requests: number } {
    return { events: this.#events, requests: this.#done.size };
  }

  /** Takes the next line. `bad` is told where it should not come here. */
  take(line: Extract<ExportLine, { kind: "entry" | "end" }>, bad: (why: string) => void): void {
    const request = line.kind === "entry" ? line.entry.request_id : line.request;
    if (this.#open[0] && this.#open[0].request_id !== request) this.close();
    if (this.#done.has(request)) {
      bad(`${request} was over already`);
      return;
    }
    if (line.kind === "entry") {
      this.#events += 1;
      this.#open.push(line.entry);
      return;
    }
    this.#done.add(request);
    const problem = findChainProblem(request, this.#open, line.end);
    if (problem) this.#report(problem);
    else if (line.tenant !== undefined && this.#open.some(({ tenant }) => tenant !== line.tenant)) {
      bad(`${request} is of another tenant`);
    } else if (!line.end) this.#report({ kind: "no-request", request });
    this.#open = [];
  }

  /** Ends the chain that is open without the line that says where it ends. */
  close(): void {
    const request = this.#open[0]?.request_id;
    if (request === undefined) return;
    this.#done.add(request);
    this.#report(findChainProblem(request, this.#open, undefined) ?? { kind: "no-request", request });
    this.#open = [];
  }
}
