import { z } from "zod";

/** Without a `#`, which parts it from the rest in the tables' keys. */
export const tenantSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "up to 40 lower-case letters, digits, - and _");
