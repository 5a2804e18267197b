import { z } from "zod";

/** A yes or a no, as an API says it or as people write it. */
export const yesNoSchema = z.union(
  [
    z.boolean(),
    z
      .string()
      .trim()
      .toLowerCase()
      .pipe(z.enum(["yes", "no", "true", "false"]))
      .transform((word) => word === "yes" || word === "true"),
  ],
  { error: "say yes or no" },
);
