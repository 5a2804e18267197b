import { afterAll, beforeAll, expect, test } from "vitest";
import { InvalidCursorError } from "../../../src/app/invalid-cursor-error.ts";
import type { Page, PageQuery, RequestSummary } from "../../../src/app/ports/request-store.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import { createPart } from "../../../src/core/transitions/create-part.ts";
import { claim } from "../../../src/core/transitions/run.ts";
import { bulkIntent } from "../../core/bulk/sample-bulk.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";
import { ada, after, approved, ben, cleo, created, person } from "./sample-requests.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;

beforeAll(async () => {
  aws = await startProvisionedAws();
});

afterAll(() => aws.stop());

const noApproval = {
  approvals: 0,
  raisedBy: [],
  approvers: [],
  escalationApprovers: [],
  groups: [],
  rules: [],
  policyVersion: "policy-hash",
} as const;

function store() {
  return makeDynamoDbRequestStore(aws.documents(), aws.tables);
}

async function createMany(count: number, asked: Parameters<typeof created>[0]) {
  const requests = store();
  const changes = Array.from({ length: count }, (_, index) => created(asked, after(index)));
  for (const change of changes) await requests.create(change, change.request.id);
  return { requests, newestFirst: changes.map(({ request }) => request.id).reverse() };
}

async function walk(list: (query: PageQuery) => Promise<Page<RequestSummary>>, limit: number) {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page: Page<RequestSummary> = await list({ limit, cursor });
    pages.push(page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== undefined);
  return pages;
}

test("twenty-five requests of a status come in pages, the newest first, none twice and none left out", async () => {
  const { requests, newestFirst } = await createMany(25, { tenant: "paged" });

  const tens = await walk((query) => requests.listByStatus("paged", "pending", query), 10);
  const fives = await walk((query) => requests.listByStatus("paged", "pending", query), 5);

  expect(tens.map(({ length }) => length)).toEqual([10, 10, 5]);
  expect(tens.flat()).toEqual(newestFirst);
  expect(fives.map(({ length }) => length)).toEqual([5, 5, 5, 5, 5]);
  expect(fives.flat()).toEqual(newestFirst);
});

test("requests of one moment come once each, too", async () => {
  const requests = store();
  const changes = Array.from({ length: 7 }, () => created({ tenant: "at-once" }));
  for (const change of changes) await requests.create(change, change.request.id);

  const pages = await walk((query) => requests.listByStatus("at-once", "pending", query), 3);

  expect(pages.flat().sort()).toEqual(changes.map(({ request }) => request.id).sort());
});

test("a requester's and an instance's requests are listed whatever their status", async () => {
  const requestedBy = person("Lister");
  const instance = { id: "listed-01", account: "123456789012", region: "eu-central-1", resourceId: "db-L" };
  const intent = { kind: "rds", operation: "reboot_instance", instance, parameters: {} } as const;
  const { requests, newestFirst } = await createMany(3, { requestedBy, intent });
  const oldest = await requests.find(newestFirst[2] as (typeof newestFirst)[number]);
  if (!oldest) throw new Error("it was just made");
  const once = approved(oldest, ben, after(10));
  await requests.save(once);
  await requests.save(approved(once.request, cleo, after(11)));

  const ofRequester = await walk((query) => requests.listByRequester(requestedBy.id, query), 2);
  const ofInstance = await walk((query) => requests.listByInstance("listed-01", query), 2);
  const approvedOnes = await requests.listByInstance("listed-01", { limit: 10 });

  expect(ofRequester.flat()).toEqual(newestFirst);
  expect(ofInstance.flat()).toEqual(newestFirst);
  expect(approvedOnes.items.at(-1)).toEqual({
    id: oldest.id,
    status: "approved",
    operation: "reboot_instance",
    subject: "listed-01",
    environment: "production",
    risk: "high",
    requestedBy: requestedBy.id,
    requestedAt: oldest.requestedAt,
    approvalsRequired: 2,
    approvalsReceived: 2,
    expiresAt: oldest.expiresAt,
  });
});

test("the fifty instances of a bulk request are in no list but their instances' own", async () => {
  const requestedBy = person("Bulk");
  const { requests, newestFirst } = await createMany(2, { requestedBy, tenant: "bulky" });
  const intent = bulkIntent(50);
  const asked = created({ requestedBy, tenant: "bulky", intent, requirement: noApproval }, after(10));
  await requests.create(asked, asked.request.id);
  const run = claim(asked.request, { patienceSeconds: 60, leaseSeconds: 60 }, after(11));
  if (!run.ok) throw new Error("was not claimed");
  for (const index of intent.parts.keys()) {
    const part = createPart(run.value.request, index, after(12));
    if (part) await requests.create(part, part.request.id);
  }

  const ofRequester = await walk((query) => requests.listByRequester(requestedBy.id, query), 1);
  const approvedOnes = await requests.listByStatus("bulky", "approved", { limit: 10 });
  const ofInstance = await requests.listByInstance("dev-50", { limit: 10 });

  expect(ofRequester.flat()).toEqual([asked.request.id, ...newestFirst]);
  expect(approvedOnes.items.map(({ subject }) => subject)).toEqual(["50 instances"]);
  expect(ofInstance.items).toMatchObject([{ subject: "dev-50", requestedBy: requestedBy.id }]);
});

test("a list of nothing is an empty page", async () => {
  const requests = store();

  const pages = await Promise.all([
    requests.listByStatus("nobody", "pending", { limit: 10 }),
    requests.listByInstance("", { limit: 10 }),
  ]);

  expect(pages).toEqual([
    { items: [], next: undefined },
    { items: [], next: undefined },
  ]);
});

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

const key = { request_id: "req-0000000001", requested_at: "2026-03-01T10:00:00.000Z" };

test.each([
  ["nothing", ""],
  ["noise", "%%%"],
  ["JSON that is no key", encoded([1])],
  ["a key without its partition", encoded(key)],
  ["a key of another tenant", encoded({ ...key, tenant_status: "other#pending" })],
  ["a key of another index", encoded({ ...key, requested_by: ada.id })],
  ["a key with more to it", encoded({ ...key, tenant_status: "default#pending", more: "x" })],
  ["a key of numbers", encoded({ ...key, tenant_status: 1 })],
])("a cursor made of %s is refused as such", async (_, cursor) => {
  const listing = store().listByStatus("default", "pending", { limit: 10, cursor });

  await expect(listing).rejects.toThrow(InvalidCursorError);
});
