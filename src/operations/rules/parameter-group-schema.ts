import { z } from "zod";

/** The rules of DBParameterGroupName, with the dots of AWS's own `default.postgres16`; RDS keeps it in lower case. */
export const parameterGroupSchema = z
  .string({ error: "say which group, such as default.postgres16" })
  .trim()
  .toLowerCase()
  .max(255, "255 characters at most")
  .regex(/^[a-z](?:[.-]?[a-z0-9])*$/, "start with a letter; then letters, digits, single hyphens and dots");
