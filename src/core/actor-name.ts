import type { AuditEvent } from "./audit-event.ts";
import type { ApprovalRequest } from "./request.ts";

/** The name of somebody who asked for the request or has decided it, and the address of everybody else. */
export function actorName(
  { requestedBy, decisions }: Pick<ApprovalRequest, "requestedBy" | "decisions">,
  actor: AuditEvent["actor"],
): string {
  const known = [requestedBy, ...decisions.map(({ by }) => by)].find(({ id }) => id === actor);
  return known?.name ?? actor;
}
