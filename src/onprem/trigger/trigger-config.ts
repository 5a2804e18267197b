import { z } from "zod";
import { personIdSchema } from "../../core/person.ts";

export const triggerConfigSchema = z.strictObject({
  region: z.string().min(1),
  /** The stage and the tenant that Countersign is deployed as. */
  stage: z.string().min(1),
  tenant: z.string().min(1).default("default"),
  /** Who is named as the requester. This person cannot approve what the trigger asks for. */
  requester: personIdSchema,
  /** A copy of the deployed policy file. */
  policy: z.string().min(1),
  /** A file of environment variables for the AWS SDK. */
  env_file: z.string().min(1).exactOptional(),
  serve: z
    .strictObject({
      host: z.string().min(1).default("127.0.0.1"),
      port: z.int().min(0).max(65_535).default(8075),
      /** A file that holds the bearer token alone, 32 characters or more. */
      token_file: z.string().min(1),
    })
    .exactOptional(),
});

export type TriggerConfig = z.output<typeof triggerConfigSchema>;
