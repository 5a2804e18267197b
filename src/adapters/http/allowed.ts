import type { MiddlewareHandler } from "hono";
import type { ApiCaller } from "../../core/api/api-caller.ts";
import { type Role, roles } from "../../core/api/role.ts";
import type { Person, PersonId } from "../../core/person.ts";
import type { ApiEnvironment } from "./api-environment.ts";
import { lacksRole } from "./problem.ts";

/** Who may do what. docs/api.md has it as a table; a test compares the two, and tries each cell. */
export const allowed = {
  ask: ["requester", "operator", "owner"],
  decide: ["approver", "owner"],
  delegate: ["approver", "owner"],
  look: roles,
  readHistory: ["auditor", "operator", "owner"],
  takeOut: ["auditor", "owner"],
  tryPolicies: ["auditor", "operator", "owner"],
  runWebhooks: ["operator", "owner"],
} as const satisfies Record<string, readonly Role[]>;

export function hasRole({ roles: own }: ApiCaller, needed: readonly Role[]): boolean {
  return own.some((role) => needed.includes(role));
}

/** What a route declares besides its own: the roles, looked at before the body is. */
export function forRoles(needed: readonly Role[]) {
  const check: MiddlewareHandler<ApiEnvironment> = async (c, next) =>
    hasRole(c.get("caller"), needed) ? next() : lacksRole(c, needed);
  return { middleware: [check], security: [{ bearer: [] }, { iam: [] }], "x-roles": needed };
}

/** The person that a call names, or the caller; nothing where the caller may not act for them. */
export function personNamed(
  { person, actsForOthers }: ApiCaller,
  named: PersonId | undefined,
): Person | undefined {
  if (named === undefined || named === person.id) return person;
  return actsForOthers ? { id: named, name: named } : undefined;
}
