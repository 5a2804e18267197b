import { z } from "zod";
import { durationSchema, secondsPer } from "./duration.ts";
import { nameSchema } from "./name.ts";

/** Who may do what cannot wait for approvals, and who looks at it afterwards. */
export const breakGlassSchema = z.strictObject({
  groups: z.array(nameSchema).min(1),
  reviewers: z.array(nameSchema).min(1),
  review_within: durationSchema.default(24 * secondsPer.h),
  /** Who is told when nobody has reviewed it; the owners without it. */
  escalate_to: z.array(nameSchema).min(1).exactOptional(),
  /** Whether a freeze holds back an emergency, too: somebody has to decide that before there is one. */
  freezes: z.enum(
    ["ignored", "kept"],
    'say "ignored" or "kept": whether freezes hold back an emergency, too',
  ),
});
