import { afterAll, expect, test } from "vitest";
import { makeDynamoDbApiKeyStore } from "../../../src/aws/dynamodb/api-key-store.ts";
import type { ApiKey } from "../../../src/core/api/api-key.ts";
import { ben } from "../../core/sample-requests.ts";
import { startFaultProxy } from "../fault-proxy.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";

const aws = await startProvisionedAws();
afterAll(() => aws.stop());

const openStore = (endpoint?: string) => makeDynamoDbApiKeyStore(aws.documents(endpoint), aws.tables);

const key = (changes: Partial<ApiKey>): ApiKey => ({
  id: "000000000001",
  name: "ci",
  secretHash: "a".repeat(64),
  tenant: "default",
  person: ben.id,
  roles: ["requester"],
  actsForOthers: false,
  createdAt: new Date("2026-03-02T10:00:00Z"),
  expiresAt: new Date("2026-06-02T10:00:00Z"),
  revokedAt: undefined,
  ...changes,
});

test("a key whose first answer is lost is made all the same", async () => {
  const proxy = await startFaultProxy(aws.endpoints.dynamodb, (operation, nth) => ({
    kind: operation === "PutItem" && nth === 0 ? "lose-answer" : "pass",
  }));

  await openStore(proxy.url).create(key({}));

  expect(await openStore().find("000000000001")).toEqual(key({}));
});

test("no key takes another one's place", async () => {
  const one = key({ id: "000000000002" });
  await openStore().create(one);

  await expect(openStore().create({ ...one, secretHash: "b".repeat(64) })).rejects.toThrow();

  expect(await openStore().find(one.id)).toEqual(one);
});
