import type { ArchiveObjects } from "../app/ports/archive-objects.ts";
import type { Config } from "../config.ts";

/** Loads S3's client only when somebody looks at what ended long ago. Nothing where there is no archive. */
export function wireArchiveReader({ archiveBucket }: Config): Pick<ArchiveObjects, "read"> | undefined {
  if (archiveBucket === undefined) return undefined;
  let objects: Promise<ArchiveObjects> | undefined;
  const open = async () => {
    const { makeS3ArchiveObjects, makeS3Client } = await import("../aws/s3/archive-objects.ts");
    return makeS3ArchiveObjects(makeS3Client(), archiveBucket);
  };
  return {
    read: async (key) => {
      objects ??= open();
      return (await objects).read(key);
    },
  };
}
