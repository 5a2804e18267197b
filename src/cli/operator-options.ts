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
