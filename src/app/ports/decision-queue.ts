import { z } from "zod";
import type { DecisionRecord } from "../../core/action/decision-record.ts";

/** A decision as it travels: the canonical text, and a signature over it in base64. */
export const signedDecisionSchema = z.strictObject({ decision: z.string(), signature: z.base64() });

export type SignedDecision = Readonly<z.infer<typeof signedDecisionSchema>>;

export interface DecisionQueue {
  /** Delivers at least once, those of one subject in their order. */
  send(record: DecisionRecord, signed: SignedDecision): Promise<void>;
}
