import type { Person } from "../person.ts";
import type { Role } from "./role.ts";

/** Who calls the API, as their signature, token or key proves it. */
export interface ApiCaller {
  readonly person: Person;
  readonly tenant: string;
  readonly roles: readonly Role[];
  /** May name others as those who ask or decide: a portal that knows its people itself. */
  readonly actsForOthers: boolean;
  /** The identity that was proven, for the record and the rate limit: `key:`, `iam:` or `oidc:` and its name. */
  readonly through: string;
}
