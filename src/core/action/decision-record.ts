import { z } from "zod";
import { decidedAtOf } from "../decided-at.ts";
import { digestOf, digestSchema, type Intent, intentSchema } from "../intent.ts";
import { canonicalJson } from "../json.ts";
import { type ApprovalRequest, requestIdSchema } from "../request.ts";
import { signedBytesOf } from "../signed-bytes.ts";
import { approvedBy } from "../who-decides.ts";
import { runUntil } from "./action-state.ts";

export const nonceSchema = z.string().regex(/^[0-9a-f]{32}$/, "32 hexadecimal digits");

const messageIntentSchema = intentSchema.refine(
  (intent): intent is MessageIntent => intent.kind === "message",
);

export type MessageIntent = Extract<Intent, { kind: "message" }>;

/** What is signed and sent to the premises. The digest has to be its intent's own. */
export const decisionRecordSchema = z
  .strictObject({
    version: z.literal(1),
    request_id: requestIdSchema,
    intent: messageIntentSchema,
    digest: digestSchema,
    decision: z.enum(["approved", "rejected"]),
    decided_by: z.array(z.string()),
    decided_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
    nonce: nonceSchema,
  })
  .refine(({ intent, digest }) => digestOf(intent) === digest, "the digest is another intent's");

export type DecisionRecord = Readonly<z.output<typeof decisionRecordSchema>>;

/** The decision on an action, the same whenever it is asked for; nothing while there is none, or for another kind of request. */
export function findDecisionRecord(request: ApprovalRequest): DecisionRecord | undefined {
  const { intent, action, status } = request;
  if (intent.kind !== "message" || !action) return undefined;
  if (status !== "approved" && status !== "rejected") return undefined;
  const decidedAt = decidedAtOf(request);
  return {
    version: 1,
    request_id: request.id,
    intent,
    digest: request.digest,
    decision: status,
    decided_by:
      status === "approved"
        ? approvedBy(request).map(({ id }) => id)
        : request.decisions.filter(({ kind }) => kind === "reject").map(({ by }) => by.id),
    decided_at: decidedAt.toISOString(),
    expires_at: runUntil(action, decidedAt).toISOString(),
    nonce: action.nonce,
  };
}

/** The record's canonical JSON (RFC 8785), which is what travels. */
export function decisionText(record: DecisionRecord): string {
  return canonicalJson({ ...record });
}

/** What the signature over a decision's text is made over. */
export function signedBytes(text: string): Uint8Array {
  return signedBytesOf("countersign-decision-v1", text);
}
