import { BucketAlreadyOwnedByYou, CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import type { BucketProperties } from "./resource-schemas.ts";

/** Creates the bucket, and leaves one that is there as it is. */
export async function provisionBucket({ BucketName }: BucketProperties, client: S3Client): Promise<void> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: BucketName }));
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
}
