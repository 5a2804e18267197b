import { makeRequestArchive } from "../aws/dynamodb/archived-request.ts";
import { tableNamesOf } from "../aws/dynamodb/tables.ts";
import { makeS3ArchiveObjects, makeS3Client } from "../aws/s3/archive-objects.ts";
import { makeS3SealArchive } from "../aws/s3/seal-archive.ts";
import { type Config, required } from "../config.ts";
import { documentClientOf } from "./document-client-of.ts";

/** Where requests go that ended long ago. Not in `wiring.ts`: what that imports of S3 would be loaded with every function. */
export function wireArchive(config: Config) {
  const { stage, archiveBucket } = config;
  const objects = makeS3ArchiveObjects(makeS3Client(), required(archiveBucket, "ARCHIVE_BUCKET"));
  return { archive: makeRequestArchive(documentClientOf(config), tableNamesOf(stage), objects) };
}

/** Where the record's seals are kept. */
export function wireSealArchive({ seals }: Config) {
  return makeS3SealArchive(makeS3Client(), required(seals.bucket, "SEAL_BUCKET"));
}
