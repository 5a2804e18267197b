import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { z } from "zod";
import type { SealArchive } from "../../app/ports/seal-archive.ts";
import { daySchema } from "../../core/audit/day.ts";
import { type Leaf, leafSchema, signedSealSchema } from "../../core/audit/seal.ts";
import { answerOf } from "../answer-of.ts";

/**
 * Seals in a bucket that keeps each object for its retention time, whatever anybody does. An object that is there is never written
 * again: the seal by a condition, the leaves as their name has the root that they lead to.
 */
export function makeS3SealArchive(client: S3Client, bucket: string): SealArchive {
  return {
    sealedDays: async (tenant, from) => {
      const prefix = `seals/${encodeURIComponent(tenant)}/`;
      const query = {
        Bucket: bucket,
        Prefix: prefix,
        ...(from !== undefined && { StartAfter: `${prefix}${from}` }),
      };
      const days: string[] = [];
      const pages = paginateListObjectsV2({ client }, query)[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = await answerOf("S3 ListObjectsV2", pages.next());
        if (done) return days.sort();
        const names = (value.Contents ?? []).map(({ Key = "" }) => Key.slice(prefix.length, -".json".length));
        days.push(...names.filter((name) => daySchema.safeParse(name).success));
      }
    },
    find: async (tenant, day) => {
      const text = await findText(sealKey(tenant, day));
      return text === undefined ? undefined : parseJson(text, signedSealSchema);
    },
    findLeaves: async (tenant, day, root) => {
      const text = await findText(leavesKey(tenant, day, root));
      return text === undefined ? undefined : parseLeaves(text);
    },
    add: async ({ tenant, day, root }, sealed, leaves) => {
      const lines = leaves.map((leaf) => `${JSON.stringify(leaf)}\n`).join("");
      await put(leavesKey(tenant, day, root), lines, "application/x-ndjson");
      await put(sealKey(tenant, day), JSON.stringify(sealed), "application/json");
    },
  };

  async function findText(key: string): Promise<string | undefined> {
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await answer.Body?.transformToString("utf-8");
    } catch (cause) {
      if (cause instanceof NoSuchKey) return undefined;
      return answerOf("S3 GetObject", Promise.reject(cause));
    }
  }

  async function put(key: string, text: string, type: string): Promise<void> {
    const bytes = Buffer.from(text);
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: bytes,
      // Else the SDK takes an empty body for one that it does not know the length of.
      ContentLength: bytes.length,
      ContentType: type,
      IfNoneMatch: "*",
      // A bucket with Object Lock takes nothing without one.
      ChecksumAlgorithm: "SHA256",
    });
    try {
      await client.send(command);
    } catch (cause) {
      // It is there already.
      if (cause instanceof S3ServiceException && cause.$metadata.httpStatusCode === 412) return;
      await answerOf("S3 PutObject", Promise.reject(cause));
    }
  }
}

function sealKey(tenant: string, day: string): string {
  return `seals/${encodeURIComponent(tenant)}/${day}.json`;
}

function leavesKey(tenant: string, day: string, root: string): string {
  return `leaves/${encodeURIComponent(tenant)}/${day}/${root}.jsonl`;
}

function parseLeaves(text: string): readonly Leaf[] | undefined {
  const lines = text.split("\n").slice(0, -1);
  const leaves = lines.flatMap((line) => parseJson(line, leafSchema) ?? []);
  return leaves.length === lines.length ? leaves : undefined;
}

function parseJson<Value>(text: string, schema: z.ZodType<Value>): Value | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
