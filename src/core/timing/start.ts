import { z } from "zod";

/**
 * When an approved operation starts, as it is approved. It names the rule and not the moment, but for `at`: a window that has
 * moved meanwhile is the one that counts. At once where there is none.
 */
export const startSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("at"), at: z.iso.datetime() }),
  /** The instance's own, as RDS shows it by then. */
  z.object({ kind: z.literal("maintenance-window") }),
  /** One of the policy's. */
  z.object({ kind: z.literal("window"), name: z.string() }),
]);

export type Start = z.infer<typeof startSchema>;
