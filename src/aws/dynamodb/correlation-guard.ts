import { createHash } from "node:crypto";
import { z } from "zod";
import { type RequestId, requestIdSchema } from "../../core/request.ts";
import { daysAfter, secondsOf } from "./time-to-live.ts";

/** Longer than any queue keeps a message that could ask once more. */
const daysHeld = 30;

const guardSchema = z.object({ holds: requestIdSchema, expires_on: z.number() });

/** The item that holds a correlation id's place, beside the requests in their table. */
export function correlationKeyOf(tenant: string, correlationId: string) {
  const hash = createHash("sha256").update(correlationId).digest("hex");
  return { request_id: `correlation#${tenant}#${hash}` } as const;
}

/** The put that takes the place for a request; refused while another holds it. */
export function guardPut(key: ReturnType<typeof correlationKeyOf>, holder: RequestId, now: Date) {
  return {
    Item: { ...key, holds: holder, expires_on: daysAfter(now, daysHeld) },
    // DynamoDB deletes an expired item some time later, up to days.
    ConditionExpression: "attribute_not_exists(request_id) OR expires_on <= :now",
    ExpressionAttributeValues: { ":now": secondsOf(now) },
  };
}

/** Who holds the place of a guard item as it was read. */
export function holderOf(item: unknown, now: Date): RequestId | undefined {
  if (item === undefined) return undefined;
  const { holds, expires_on } = guardSchema.parse(item);
  return expires_on > secondsOf(now) ? holds : undefined;
}
