import type { ApiCaller } from "../../../core/api/api-caller.ts";
import { type PersonId, personIdSchema } from "../../../core/person.ts";
import type { TokenIssuer } from "../../../core/policy/api-settings.ts";
import type { VerifiedToken } from "./verify-token.ts";

/** Whom a token stands for: its subject's person, or its verified e-mail address; nothing where that is nobody here. */
export function callerOfToken({ issuer, claims }: VerifiedToken, ownTenant: string): ApiCaller | undefined {
  const subject = Object.hasOwn(issuer.subjects, claims.sub) ? issuer.subjects[claims.sub] : undefined;
  const person = subject ?? personOf(issuer, claims);
  return (
    person && {
      person: { id: person, name: person },
      tenant: issuer.tenant ?? ownTenant,
      roles: rolesOf(issuer, claims),
      actsForOthers: false,
      through: `oidc:${issuer.issuer}#${claims.sub}`,
    }
  );
}

function personOf(
  { email_domain, trusts_emails }: TokenIssuer,
  { email, email_verified }: VerifiedToken["claims"],
): PersonId | undefined {
  const isVerified = email_verified === true || (email_verified === undefined && trusts_emails);
  if (!isVerified || email_domain === undefined) return undefined;
  const person = personIdSchema.safeParse(email).data;
  return person?.endsWith(`@${email_domain}`) ? person : undefined;
}

function rolesOf({ roles_claim, role_names, roles }: TokenIssuer, claims: VerifiedToken["claims"]) {
  const told = roles_claim === undefined ? undefined : claims[roles_claim];
  const words = typeof told === "string" ? told.split(" ") : Array.isArray(told) ? told : [];
  const named = words.flatMap((word) =>
    typeof word === "string" && Object.hasOwn(role_names, word) ? (role_names[word] ?? []) : [],
  );
  return named.length > 0 ? [...new Set(named)] : roles;
}
