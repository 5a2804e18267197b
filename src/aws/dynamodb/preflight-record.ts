import { z } from "zod";
import { personIdSchema } from "../../core/person.ts";
import type { PreflightState } from "../../core/preflight.ts";
import { isoDateSchema } from "./iso-date.ts";

const askingSchema = z.object({ at: isoDateSchema, by: personIdSchema, sequence: z.int(), times: z.int() });

const readingSchema = z
  .object({
    as_of: isoDateSchema,
    covers: z.int(),
    facts: z.array(z.object({ label: z.string(), value: z.string() })),
    unread: z.array(z.string()),
    outage: z.object({ kind: z.string(), source: z.string() }).optional(),
  })
  .transform(({ as_of, ...reading }) => ({ ...reading, asOf: as_of }));

/** A request's pre-flight as the table keeps it. */
export const preflightRecordSchema = z.object({
  asked: askingSchema.optional(),
  reading: readingSchema.optional(),
});

/** What `preflightRecordSchema` reads back. */
export function toPreflightRecord(
  state: PreflightState | undefined,
): z.input<typeof preflightRecordSchema> | undefined {
  if (!state) return undefined;
  const { asked, reading } = state;
  return {
    asked: asked && { ...asked, at: asked.at.toISOString() },
    reading: reading && {
      as_of: reading.asOf.toISOString(),
      covers: reading.covers,
      facts: [...reading.facts],
      unread: [...reading.unread],
      outage: reading.outage,
    },
  };
}
