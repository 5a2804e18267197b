import { z } from "zod";

/**
 * A verified e-mail address in lower case: the one name a person has on every surface. Checked before it is lowered, as
 * lowering turns some foreign letters (the Kelvin sign) into ASCII ones, and so one person's address into another's.
 */
export const personIdSchema = z.string().trim().pipe(z.email().toLowerCase()).brand<"PersonId">();

export type PersonId = z.infer<typeof personIdSchema>;

export interface Person {
  readonly id: PersonId;
  /** The name the person shows on the surface they act on; only ever displayed, never compared. */
  readonly name: string;
}

/** With the address: a name is what somebody chose to be called, and can be another's. */
export function personText({ id, name }: Person): string {
  return name === id ? id : `${name} (${id})`;
}

export const surfaces = ["slack", "teams", "email", "api"] as const;

/** Where a person acts. */
export type Surface = (typeof surfaces)[number];

/** Who changed a request: a person, or one of the tool's own parts. */
export type Actor = PersonId | `system:${"policy" | "schedule" | "run" | "preflight" | "links" | "delivery"}`;
