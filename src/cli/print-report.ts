import type { AuditReport } from "../app/audit/problem-list.ts";
import { auditProblemText } from "../core/audit/audit-problem.ts";
import { say } from "./say.ts";

/** Exit codes of a check: it holds, it does not, and it could not be made (which is also that of a wrong command line). */
export const holds = 0;
export const broken = 1;
export const unchecked = 2;

/** Says what was found, as JSON or in sentences, and gives the exit code. */
export function printReport(
  report: AuditReport,
  { asJson, notes }: { readonly asJson: boolean; readonly notes: readonly string[] },
): number {
  const { requests, events, seals, problems, found } = report;
  if (asJson) {
    const shown = problems.map((problem) => ({ ...problem, text: auditProblemText(problem) }));
    say(JSON.stringify({ holds: found === 0, requests, events, seals, found, problems: shown, notes }));
    return found === 0 ? holds : broken;
  }
  const looked = `${events} events of ${requests} requests${seals === undefined ? "" : `, ${seals} daily seals`}`;
  say(found === 0 ? `The record holds: ${looked}.` : `The record does not hold: ${looked}, ${found} broken.`);
  for (const problem of problems) say(`  ${auditProblemText(problem)}`);
  if (found > problems.length) say(`  and ${found - problems.length} more`);
  for (const note of notes) say(note);
  return found === 0 ? holds : broken;
}
