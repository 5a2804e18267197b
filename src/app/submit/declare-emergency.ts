import { isSelection } from "../../core/bulk/selection.ts";
import type { Person } from "../../core/person.ts";
import { breakGlassRefusal } from "../../core/policy/break-glass.ts";
import type { Policy } from "../../core/policy/policy.ts";
import type { Refusal } from "../../core/refusal.ts";

const longestIncident = 100;

interface EmergencyWish {
  readonly breakGlass?: { readonly incident: string } | undefined;
  readonly by: Person;
  readonly instanceId: string;
  readonly when?: string | undefined;
}

/** Why this cannot be done as an emergency; nothing where it can, and where it is none. */
export function emergencyRefusal(
  policy: Policy,
  { breakGlass, by, instanceId, when = "" }: EmergencyWish,
): Refusal | undefined {
  if (!breakGlass) return undefined;
  const refusal = breakGlassRefusal(policy, by.id);
  if (refusal) return refusal;
  const incident = breakGlass.incident.trim();
  if (incident === "") return { kind: "incident-required" };
  if (incident.length > longestIncident)
    return { kind: "text-too-long", field: "incident", limit: longestIncident };
  if (isSelection(instanceId)) return wrong("instance", "an emergency is one instance at a time");
  return when.trim() === "" || when.trim().toLowerCase() === "now"
    ? undefined
    : wrong("when", "an emergency starts at once");
}

function wrong(parameter: string, message: string): Refusal {
  return { kind: "invalid-parameters", issues: [{ parameter, message }] };
}
