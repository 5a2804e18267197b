import type { AuditEvent } from "../../src/core/audit-event.ts";

/** What has been done about a request, and by whom: its events, but for how far a run is and what a pre-flight has read. */
export function stepsOf(events: readonly AuditEvent[]): readonly string[] {
  return events
    .filter(({ kind }) => kind !== "progressed" && kind !== "preflight-read")
    .map(({ kind, actor }) => `${kind} ${actor}`);
}

/** The same without the people. */
export function stepKindsOf(events: readonly AuditEvent[]): readonly string[] {
  return stepsOf(events).map((step) => step.split(" ")[0] ?? "");
}
