import { z } from "zod";

/** The rules of CreateDBSnapshot's DBSnapshotIdentifier; RDS keeps it in lower case. */
export const snapshotIdSchema = z
  .string({ error: "say which snapshot" })
  .trim()
  .toLowerCase()
  .max(255, "255 characters at most")
  .regex(/^[a-z](-?[a-z0-9])*$/, "start with a letter; then letters, digits and single hyphens");
