import { z } from "zod";

/**
 * A fault asked for through `/_control/faults`; `times` is 1 unless said otherwise. `partial`: every second series is an
 * internal error; `empty`: nothing was measured.
 */
export const faultSchema = z.object({
  kind: z.enum(["error", "hang", "drop", "empty", "partial"]),
  code: z.string().min(1).default("InternalServiceFault"),
  status: z.number().int().min(400).max(599).default(500),
  times: z.number().int().min(1).default(1),
});

export type Fault = Readonly<z.infer<typeof faultSchema>>;
