import { z } from "zod";
import { roles as allRoles, usualRoles } from "../api/role.ts";
import { tenantSchema } from "../api/tenant.ts";
import { personIdSchema } from "../person.ts";
import { accountIdSchema } from "./account-id.ts";

const principalSchema = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:(?:iam::\d{12}:(?:user|role)\/|sts::\d{12}:assumed-role\/[\w+=,.@-]+\/)[\w+=,.@/-]+$/,
    "the ARN of a user, of a role or of one session of a role; no patterns",
  );

const ssoRoleSchema = z
  .string()
  .regex(
    /^AWSReservedSSO_[\w+=,.@-]+_\*$/,
    "write AWSReservedSSO_NAME_*, with the permission set's name; the rest is AWS's own",
  );

export const emailDomainSchema = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'a mail domain looks like "acme.example"');

/** What somebody may do at the API, and for whom; the deployment's own tenant where none is named. */
const standingShape = {
  roles: z
    .array(z.enum(allRoles))
    .min(1)
    .default([...usualRoles]),
  tenant: tenantSchema.optional(),
  /** May name others as those who ask or decide. */
  acts_for_others: z.boolean().default(false),
};

/**
 * Who calls the API by an AWS identity: one principal that is one person's, or everybody who comes by a role of IAM Identity
 * Center, where AWS itself names the session after the person. A role counts with all its sessions, so it must be one
 * person's alone.
 */
export const callerSchema = z
  .strictObject({
    arn: principalSchema.optional(),
    person: personIdSchema.optional(),
    sso_role: ssoRoleSchema.optional(),
    account: accountIdSchema.optional(),
    email_domain: emailDomainSchema.optional(),
    ...standingShape,
  })
  .transform(({ arn, person, sso_role, account, email_domain, ...given }, context) => {
    const { acts_for_others: actsForOthers, ...more } = given;
    const standing = { ...more, actsForOthers };
    const isSso = sso_role !== undefined || account !== undefined || email_domain !== undefined;
    if (arn && person && !isSso) return { kind: "principal" as const, arn, person, ...standing };
    if (sso_role && account && email_domain && !arn && !person) {
      return {
        kind: "sso-role" as const,
        role: sso_role,
        account,
        emailDomain: email_domain,
        ...standing,
      };
    }
    context.addIssue({
      code: "custom",
      message: "needs arn and person, or sso_role, account and email_domain",
    });
    return z.NEVER;
  });

export type Caller = z.infer<typeof callerSchema>;
