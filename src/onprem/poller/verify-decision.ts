import { type KeyObject, verify } from "node:crypto";
import type { z } from "zod";
import { signedDecisionSchema } from "../../app/ports/decision-queue.ts";
import { type DecisionRecord, decisionRecordSchema, signedBytes } from "../../core/action/decision-record.ts";
import { err, ok, type Result } from "../../core/result.ts";

export type DecisionFault =
  | "not a signed decision"
  | "the signature is not by the key"
  | "not a decision that is understood";

/** The decision of a queue message. Nothing of it is read before its signature is known to be right; the digest is compared, too. */
export function verifyDecision(body: string, key: KeyObject): Result<DecisionRecord, DecisionFault> {
  const signed = parseJson(body, signedDecisionSchema);
  if (!signed) return err("not a signed decision");
  const { decision, signature } = signed;
  const isRight = verify("sha256", signedBytes(decision), key, Buffer.from(signature, "base64"));
  if (!isRight) return err("the signature is not by the key");
  const record = parseJson(decision, decisionRecordSchema);
  return record ? ok(record) : err("not a decision that is understood");
}

function parseJson<Value>(text: string, schema: z.ZodType<Value>): Value | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
