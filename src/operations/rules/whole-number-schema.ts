import { z } from "zod";

/** A whole number within bounds, as an API says it or as people type it. */
export function wholeNumberSchema({ least, most }: { readonly least: number; readonly most: number }) {
  const error = `a whole number from ${least} to ${most}, please`;
  return z.preprocess(
    (given) => (typeof given === "string" && /^\s*\d{1,9}\s*$/.test(given) ? Number(given) : given),
    z.int({ error }).min(least, error).max(most, error),
  );
}
