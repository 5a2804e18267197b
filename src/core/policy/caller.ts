import { z } from "zod";
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

const domainSchema = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'a mail domain looks like "acme.example"');

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
    email_domain: domainSchema.optional(),
  })
  .transform(({ arn, person, sso_role, account, email_domain }, context) => {
    const isSso = sso_role !== undefined || account !== undefined || email_domain !== undefined;
    if (arn && person && !isSso) return { kind: "principal" as const, arn, person };
    if (sso_role && account && email_domain && !arn && !person) {
      return { kind: "sso-role" as const, role: sso_role, account, emailDomain: email_domain };
    }
    context.addIssue({
      code: "custom",
      message: "needs arn and person, or sso_role, account and email_domain",
    });
    return z.NEVER;
  });

export type Caller = z.infer<typeof callerSchema>;
