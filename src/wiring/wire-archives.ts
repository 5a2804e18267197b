import { makeRequestArchive } from "../aws/dynamodb/archived-request.ts";
import { makeDocumentClient } from "../aws/dynamodb/document-client.ts";
import { tableNamesOf } from "../aws/dynamodb/tables.ts";
import { makeS3ArchiveObjects, makeS3Client } from "../aws/s3/archive-objects.ts";
import { makeS3SealArchive } from "../aws/s3/seal-archive.ts";
import { type Config, required } from "../config.ts";

/** Where requests go that ended long ago. Not in `wiring.ts`: what that imports of S3 would be loaded with every function. */
export function wireArchive({ stage, archiveBucket }: Config) {
  const objects = makeS3ArchiveObjects(makeS3Client(), required(archiveBucket, "ARCHIVE_BUCKET"));
  return { archive: makeRequestArchive(makeDocumentClient(), tableNamesOf(stage), objects) };
}

/** Where the record's seals are kept. */
export function wireSealArchive({ seals }: Config) {
  return makeS3SealArchive(makeS3Client(), required(seals.bucket, "SEAL_BUCKET"));
}
