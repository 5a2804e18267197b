import { z } from "zod";
import { roles, usualRoles } from "../api/role.ts";
import { tenantSchema } from "../api/tenant.ts";
import { personIdSchema } from "../person.ts";
import { emailDomainSchema } from "./caller.ts";

/** Keys and claims that came over a line that anybody could read prove nothing. */
const httpsSchema = z
  .url({ protocol: /^https?$/ })
  .refine(
    (text) => /^https:|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(text),
    "https, please; http on this machine alone",
  );

const rolesSchema = z.array(z.enum(roles)).min(1);

/** Whose tokens count (OpenID Connect), and what their claims say. */
const issuerSchema = z
  .strictObject({
    /** Just as the tokens' `iss` says it. */
    issuer: httpsSchema,
    /** What the tokens must be meant for. */
    audience: z.string().min(1),
    /** Where its keys are; left out, where its `/.well-known/openid-configuration` says. */
    jwks_uri: httpsSchema.optional(),
    /** People by their verified e-mail address, of this domain only. */
    email_domain: emailDomainSchema.optional(),
    /** Its addresses count even where its tokens do not say that they are verified: for one whose own operators give them. */
    trusts_emails: z.boolean().default(false),
    /** Machines, which have none: a token's `sub` and the person that it stands for. */
    subjects: z.record(z.string().min(1), personIdSchema).default({}),
    tenant: tenantSchema.optional(),
    /** The claim that names roles, a text or a list, and what its words mean here; words that are not here mean nothing. */
    roles_claim: z.string().min(1).optional(),
    role_names: z.record(z.string(), rolesSchema).default({}),
    /** The roles of everybody whose token names none. */
    roles: rolesSchema.default([...usualRoles]),
  })
  .superRefine(({ email_domain, subjects, roles_claim, role_names }, context) => {
    const issue = (message: string, key: string) =>
      context.addIssue({ code: "custom", message, path: [key] });
    if (email_domain === undefined && Object.keys(subjects).length === 0) {
      issue("needs an email_domain, or subjects: else its tokens are nobody's", "issuer");
    }
    if ((roles_claim === undefined) !== (Object.keys(role_names).length === 0)) {
      issue("roles_claim and role_names come together", "role_names");
    }
  });

/** How the API knows its callers besides their AWS identities, and how often each may call. */
export const apiSettingsSchema = z.strictObject({
  issuers: z
    .array(issuerSchema)
    .default([])
    .superRefine((issuers, context) => {
      for (const [index, { issuer }] of issuers.entries()) {
        if (issuers.findIndex((other) => other.issuer === issuer) === index) continue;
        context.addIssue({ code: "custom", message: `${issuer} is listed twice`, path: [index, "issuer"] });
      }
    }),
  rate: z
    .strictObject({
      burst: z.int().min(1).max(100_000).default(120),
      per_minute: z.int().min(1).max(1_000_000).default(600),
    })
    .prefault({}),
});

export type TokenIssuer = z.infer<typeof issuerSchema>;
