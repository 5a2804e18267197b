import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SealArchive } from "../../../src/app/ports/seal-archive.ts";
import { makeS3SealArchive } from "../../../src/aws/s3/seal-archive.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../support/embedded-aws.ts";

const bucket = "seals";
const sealed = { seal: '{"day":"2026-03-01"}', signature: "c2lnbmVk" };
const leaves = [1, 2].map((sequence) => ({ request_id: "req-0123456789", sequence, hash: "a".repeat(64) }));
const root = "b".repeat(64);

let aws: EmbeddedAws;
let archive: SealArchive;

beforeAll(async () => {
  aws = await startEmbeddedAws();
  await aws.clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  archive = makeS3SealArchive(aws.clients.s3, bucket);
}, 60_000);
afterAll(() => aws.stop());

test("what was added is found again, by tenant and day; a quiet day as well", async () => {
  await archive.add({ tenant: "acme", day: "2026-03-01", root }, sealed, leaves);
  await archive.add({ tenant: "acme", day: "2026-03-02", root }, sealed, []);

  expect(await archive.find("acme", "2026-03-01")).toEqual(sealed);
  expect(await archive.findLeaves("acme", "2026-03-01", root)).toEqual(leaves);
  expect(await archive.findLeaves("acme", "2026-03-02", root)).toEqual([]);
  expect(await archive.find("other", "2026-03-01")).toBeUndefined();
  expect(await archive.findLeaves("acme", "2026-03-01", "c".repeat(64))).toBeUndefined();
});

test("the sealed days come in their order, from the one that is asked for", async () => {
  for (const day of ["2026-03-03", "2026-03-01", "2026-02-28"]) {
    await archive.add({ tenant: "ordered", day, root }, sealed, []);
  }

  expect(await archive.sealedDays("ordered")).toEqual(["2026-02-28", "2026-03-01", "2026-03-03"]);
  expect(await archive.sealedDays("ordered", "2026-03-01")).toEqual(["2026-03-01", "2026-03-03"]);
  expect(await archive.sealedDays("nobody")).toEqual([]);
});

test("a process that dies between the two objects has sealed nothing, and another one seals the day, with other leaves too", async () => {
  const dying = new S3Client({ ...aws.access, endpoint: aws.endpoints.s3, forcePathStyle: true });
  let calls = 0;
  dying.middlewareStack.add(
    (next) => (args) => {
      calls += 1;
      if (calls > 1) throw new Error("the process has died");
      return next(args);
    },
    { step: "initialize" },
  );
  const day = { tenant: "interrupted", day: "2026-03-01" };
  const died = makeS3SealArchive(dying, bucket).add({ ...day, root }, sealed, leaves);
  await expect(died).rejects.toThrow();
  const between = await archive.find(day.tenant, day.day);

  const later = { ...day, root: "d".repeat(64) };
  await archive.add(later, sealed, leaves.slice(0, 1));

  expect(between).toBeUndefined();
  expect(await archive.sealedDays(day.tenant)).toEqual([day.day]);
  expect(await archive.findLeaves(day.tenant, day.day, later.root)).toEqual(leaves.slice(0, 1));
  dying.destroy();
});

test("what is no seal and no list of events is found as nothing", async () => {
  const put = (Key: string, Body: string) =>
    aws.clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  await put("seals/broken/2026-03-01.json", "{");
  await put(`leaves/broken/2026-03-01/${root}.jsonl`, `${JSON.stringify(leaves[0])}\nnonsense\n`);

  expect(await archive.find("broken", "2026-03-01")).toBeUndefined();
  expect(await archive.findLeaves("broken", "2026-03-01", root)).toBeUndefined();
});
