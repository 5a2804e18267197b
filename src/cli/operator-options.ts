const text = { type: "string" } as const;

/** What every command of an operator takes. */
export const operatorOptions = { stage: text, tenant: text, region: text, "env-file": text } as const;

export const operatorUsage = "[--stage STAGE] [--tenant TENANT] [--region REGION] [--env-file FILE]";

export interface OperatorPlace {
  readonly stage?: string | undefined;
  readonly tenant?: string | undefined;
  readonly region?: string | undefined;
  readonly "env-file"?: string | undefined;
}

/** Where an operator's command acts, and apart from that what it is to do there. */
export function splitPlace<Values extends OperatorPlace>(given: Values) {
  const { stage, tenant, region, "env-file": envFile, ...values } = given;
  return { place: { stage, tenant, region, "env-file": envFile }, values };
}
