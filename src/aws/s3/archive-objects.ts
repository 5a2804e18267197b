import { GetObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { GatewayError } from "../../app/gateway-error.ts";
import type { ArchiveObjects } from "../../app/ports/archive-objects.ts";
import { answerOf } from "../answer-of.ts";
import { boundedClient } from "../bounded-client.ts";

export function makeS3Client(overrides: S3ClientConfig = {}): S3Client {
  const bounds = { attempts: 3, connectionMilliseconds: 1000, requestMilliseconds: 5000 };
  // A bucket's own host name is nothing that a machine without DNS could resolve; AWS takes either form.
  return new S3Client({ ...boundedClient(bounds), forcePathStyle: true, ...overrides });
}

/** Objects of JSON lines in one bucket. */
export function makeS3ArchiveObjects(client: S3Client, bucket: string): ArchiveObjects {
  return {
    write: async (key, text) => {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: text,
        ContentType: "application/x-ndjson",
      });
      await answerOf("S3 PutObject", client.send(command));
    },
    read: async (key) => {
      const answer = await answerOf(
        "S3 GetObject",
        client.send(new GetObjectCommand({ Bucket: bucket, Key: key })),
      );
      const text = answer.Body && (await answerOf("S3 GetObject", answer.Body.transformToString("utf-8")));
      if (text === undefined) throw new GatewayError(`S3 has nothing at ${key}`);
      return text;
    },
  };
}
