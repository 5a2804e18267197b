import { type Person, personIdSchema } from "../../core/person.ts";
import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { TeamsMember } from "./connector.ts";

/**
 * The person behind a member of a conversation, by the e-mail address that their organisation has given them; refused with the
 * reason where they are a guest, of another organisation, or without an address. A user principal name looks like an address
 * and is none.
 */
export function memberToPerson(member: TeamsMember, tenantId: string): Result<Person, Refusal> {
  const { userRole, userPrincipalName, email, name } = member;
  const role = (userRole ?? "user").toLowerCase();
  // What Entra calls the accounts of guests.
  const isGuest = role === "guest" || (userPrincipalName ?? "").toUpperCase().includes("#EXT#");
  if (isGuest) return unknown("guests cannot ask or decide.");
  if (role !== "user") return unknown("only members of the organisation can ask or decide.");
  if ((member.tenantId ?? tenantId) !== tenantId) return unknown("you belong to another organisation.");
  const id = personIdSchema.safeParse(email);
  if (!id.success) {
    return unknown("your Microsoft account has no e-mail address. Your administrators can give it one.");
  }
  return ok({ id: id.data, name: name || id.data });
}

export function unknown(why: string): Result<never, Refusal> {
  return err({ kind: "unknown-person", why });
}
