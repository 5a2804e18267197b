import type { Leaf } from "../../core/audit/seal.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";

/** All that the table has of one tenant's day, at once. */
export async function leavesOfDay(
  trail: Pick<AuditTrail, "leavesOfDay">,
  tenant: string,
  day: string,
): Promise<readonly Leaf[]> {
  const stored: Leaf[] = [];
  for await (const leaves of trail.leavesOfDay(tenant, day)) stored.push(...leaves);
  return stored;
}
