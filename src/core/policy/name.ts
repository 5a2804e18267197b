import { z } from "zod";

/** How groups, environments, rules and windows are called. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and hyphens, please");
