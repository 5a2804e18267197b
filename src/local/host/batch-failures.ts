import { z } from "zod";

const responseSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().nullish() })).nullish(),
});

/**
 * Reads a handler's partial batch response: the failed ones of `identifiers`. As in Lambda, an answer without
 * `batchItemFailures` means that all succeeded, and one that names an unknown record that all failed.
 */
export function batchFailures(response: unknown, identifiers: readonly string[]): ReadonlySet<string> {
  const parsed = responseSchema.safeParse(response ?? {});
  if (!parsed.success) return new Set(identifiers);
  const failed = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier ?? "");
  return new Set(failed.every((identifier) => identifiers.includes(identifier)) ? failed : identifiers);
}
