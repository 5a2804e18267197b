import { createHash } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { RateStore } from "../../app/ports/rate-store.ts";
import { answerOf } from "../answer-of.ts";
import type { TableNames } from "./tables.ts";
import { secondsOf } from "./time-to-live.ts";

/**
 * Token buckets as the one moment at which a bucket is full again (GCRA, as in ITU-T I.371): to take is to move that moment on,
 * in one conditional update, so nothing is read first and callers at once do not hinder one another.
 */
export function makeDynamoDbRateStore(
  client: DynamoDBDocumentClient,
  { apiKeys: table }: Pick<TableNames, "apiKeys">,
): RateStore {
  return {
    take: async (bucket, calls, { burst, perMinute }, moment) => {
      const now = moment.getTime();
      const each = 60_000 / perMinute;
      const cost = Math.ceil(calls * each);
      // After this the bucket would hold less than nothing.
      const latest = Math.floor(now + burst * each - cost);
      const moveOn = () =>
        move(bucket, moment, {
          UpdateExpression: "SET full_at = full_at + :cost, expires_on = :ends",
          ConditionExpression: "full_at >= :now AND full_at <= :latest",
          ExpressionAttributeValues: { ":cost": cost, ":now": now, ":latest": latest },
        });
      const begin = () =>
        move(bucket, moment, {
          UpdateExpression: "SET full_at = :full, expires_on = :ends",
          ConditionExpression: "attribute_not_exists(key_id) OR full_at < :now",
          ExpressionAttributeValues: { ":full": now + cost, ":now": now },
        });
      // The last time where another one has begun in between.
      if ((await moveOn()) || (await begin()) || (await moveOn())) return { isGranted: true };
      return { isGranted: false, retryAfterSeconds: Math.max(1, Math.ceil((calls * each) / 1000)) };
    },
  };

  /** Whether the condition held. */
  async function move(
    bucket: string,
    now: Date,
    {
      ExpressionAttributeValues,
      ...update
    }: {
      readonly UpdateExpression: string;
      readonly ConditionExpression: string;
      readonly ExpressionAttributeValues: Readonly<Record<string, number>>;
    },
  ): Promise<boolean> {
    const command = new UpdateCommand({
      TableName: table,
      Key: { key_id: bucketKeyOf(bucket) },
      ...update,
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ":ends": secondsOf(now) + 3600 },
    });
    try {
      await client.send(command);
      return true;
    } catch (cause) {
      if (cause instanceof ConditionalCheckFailedException) return false;
      return answerOf("DynamoDB UpdateItem of a rate bucket", Promise.reject(cause));
    }
  }
}

/** A principal's ARN or a token's subject is as long as it likes. */
function bucketKeyOf(bucket: string): string {
  return `rate#${createHash("sha256").update(bucket).digest("base64url")}`;
}
