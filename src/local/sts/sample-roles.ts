import { account } from "../rds/world.ts";

/** A role that can be taken on by whoever says the external id. */
export interface Role {
  readonly arn: string;
  readonly externalId: string;
}

export const sampleExternalId = "countersign-local";

/** The role that alone changes databases of the stand-in's own account. */
export const ownOperatorRole = `arn:aws:iam::${account}:role/countersign-operator`;

/** The second account of the sample. */
export const memberAccount = "210987654321";
export const memberRegion = "eu-west-1";

export const memberRoles = {
  reader: `arn:aws:iam::${memberAccount}:role/countersign-reader`,
  operator: `arn:aws:iam::${memberAccount}:role/countersign-operator`,
} as const;

export const sampleRoles: readonly Role[] = [ownOperatorRole, memberRoles.reader, memberRoles.operator].map(
  (arn) => ({ arn, externalId: sampleExternalId }),
);
