import type { ApprovalRequest } from "./request.ts";

/**
 * What the button says that asks for the inverse: "Revert" where it sets old values back, and otherwise the operation that it asks
 * for, such as "Delete snapshot", as nobody would expect that of a revert. Nothing where there is no inverse.
 */
export function findWayBack({ intent, inverse }: ApprovalRequest): string | undefined {
  if (!inverse) return undefined;
  if (intent.kind === "rds" && inverse.operation === intent.operation) return "Revert";
  const words = inverse.operation.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
