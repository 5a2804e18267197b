import type { Decision } from "./decision.ts";
import type { JsonObject } from "./json.ts";
import { limitsToJson } from "./timing/approval-limits.ts";

/** A decision as programs are told of it, under the names of the API; whose key or identity told it is for the record alone. */
export function decisionToJson({ kind, by, surface, at, comment, onBehalfOf, limits }: Decision): JsonObject {
  return {
    kind,
    by: by.id,
    surface,
    at: at.toISOString(),
    comment,
    ...(onBehalfOf && { on_behalf_of: onBehalfOf.id }),
    ...(limits && { limits: limitsToJson(limits) }),
  };
}
