import type { AuditProblem } from "../../core/audit/audit-problem.ts";

/** More than anybody reads; the rest is counted. */
const mostKept = 200;

/** Takes problems as they are found, and keeps the first of them. */
export class ProblemList {
  readonly kept: AuditProblem[] = [];
  #found = 0;

  get found(): number {
    return this.#found;
  }

  add(problem: AuditProblem): void {
    this.#found += 1;
    if (this.kept.length < mostKept) this.kept.push(problem);
  }
}

/** What was looked at, and what of it does not hold. */
export interface AuditReport {
  readonly requests: number;
  readonly events: number;
  /** The days whose seals were looked at; nothing where none were asked for. */
  readonly seals?: number | undefined;
  /** The first of them. */
  readonly problems: readonly AuditProblem[];
  readonly found: number;
}
