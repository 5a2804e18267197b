import { NoSuchKey } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GatewayError } from "../../../src/app/gateway-error.ts";
import { makeS3ArchiveObjects, makeS3Client } from "../../../src/aws/s3/archive-objects.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;
beforeAll(async () => {
  aws = await startProvisionedAws();
}, 60_000);
afterAll(() => aws.stop());

const bucket = "countersign-archive-test-000000000000";

function objectsAt(endpoint: string) {
  return makeS3ArchiveObjects(makeS3Client({ ...aws.access, endpoint, maxAttempts: 1 }), bucket);
}

test("what is written is read again, whatever letters it has, and may be written twice", async () => {
  const objects = objectsAt(aws.endpoints.s3);
  const text = '{"name":"Größe 🚀"}\n{"name":"two"}\n';

  await objects.write("requests/acme/2026/11/req-1.3.jsonl", text);
  await objects.write("requests/acme/2026/11/req-1.3.jsonl", text);

  expect(await objects.read("requests/acme/2026/11/req-1.3.jsonl")).toBe(text);
});

test("what is not there is a defect, and a service that is not there may pass", async () => {
  await expect(objectsAt(aws.endpoints.s3).read("requests/none")).rejects.toThrow(NoSuchKey);
  await expect(objectsAt("http://127.0.0.1:9").write("requests/none", "{}")).rejects.toThrow(GatewayError);
});
