import { z } from "zod";

export const secondsPer = { m: 60, h: 3600, d: 86_400 } as const;

/** Less than what was posted is remembered for, so that a card can be changed as long as it is open. */
const mostDays = 90;

/** A length of time as people write it, `45m`, `72h` or `3d`; in seconds once parsed. */
export const durationSchema = z
  .string()
  .regex(/^[1-9]\d{0,4}[mhd]$/, 'write a duration as "45m", "72h" or "3d"')
  .transform((text) => {
    const unit = text.endsWith("m") ? "m" : text.endsWith("h") ? "h" : "d";
    return Number.parseInt(text, 10) * secondsPer[unit];
  })
  .refine((seconds) => seconds <= mostDays * secondsPer.d, `${mostDays} days at most`);
