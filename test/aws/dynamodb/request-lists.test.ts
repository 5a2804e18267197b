import { afterAll, beforeAll, expect, test } from "vitest";
import { InvalidCursorError } from "../../../src/app/invalid-cursor-error.ts";
import type { Page, PageQuery, RequestFilter, RequestSummary } from "../../../src/app/ports/request-store.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import { cancel } from "../../../src/core/transitions/cancel.ts";
import { createPart } from "../../../src/core/transitions/create-part.ts";
import { claim } from "../../../src/core/transitions/run.ts";
import { bulkIntent } from "../../core/bulk/sample-bulk.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";
import { ada, after, approved, ben, cleo, created, person, unwrapped } from "./sample-requests.ts";

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

  const ofRequester = await walk((query) => requests.listByRequester("default", requestedBy.id, query), 2);
  const ofInstance = await walk((query) => requests.listByInstance("default", "listed-01", query), 2);
  const approvedOnes = await requests.listByInstance("default", "listed-01", { limit: 10 });

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
    changedAt: after(11),
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

  const ofRequester = await walk((query) => requests.listByRequester("bulky", requestedBy.id, query), 1);
  const approvedOnes = await requests.listByStatus("bulky", "approved", { limit: 10 });
  const ofInstance = await requests.listByInstance("bulky", "dev-50", { limit: 10 });

  expect(ofRequester.flat()).toEqual([asked.request.id, ...newestFirst]);
  expect(approvedOnes.items.map(({ subject }) => subject)).toEqual(["50 instances"]);
  expect(ofInstance.items).toMatchObject([{ subject: "dev-50", requestedBy: requestedBy.id }]);
});

test("a list of nothing is an empty page", async () => {
  const requests = store();

  const pages = await Promise.all([
    requests.listByStatus("nobody", "pending", { limit: 10 }),
    requests.listByInstance("nobody", "", { limit: 10 }),
  ]);

  expect(pages).toEqual([
    { items: [], next: undefined },
    { items: [], next: undefined },
  ]);
});

test("statuses are listed together, the newest first, page by page", async () => {
  const { requests, newestFirst } = await createMany(9, { tenant: "mixed" });
  for (const id of newestFirst.filter((_, index) => index % 3 === 0)) {
    const asked = await requests.find(id);
    if (!asked) throw new Error("it was just made");
    const command = { by: ada, surface: "api" } as const;
    await requests.save(unwrapped(cancel(asked, command, after(100))));
  }

  const all = await walk((query) => requests.search("mixed", {}, query), 2);
  const some = await walk((query) => requests.search("mixed", { statuses: ["cancelled"] }, query), 2);

  expect(all.flat()).toEqual(newestFirst);
  expect(some.flat()).toEqual(newestFirst.filter((_, index) => index % 3 === 0));
});

test("requester, status and time narrow a list together", async () => {
  const requestedBy = person("Narrow");
  const { requests, newestFirst } = await createMany(6, { tenant: "narrow", requestedBy });
  await createMany(3, { tenant: "narrow" });
  const [newest] = newestFirst;
  const asked = newest && (await requests.find(newest));
  if (!asked) throw new Error("it was just made");
  await requests.save(unwrapped(cancel(asked, { by: requestedBy, surface: "api" }, after(100))));
  const search = (filter: RequestFilter) => walk((query) => requests.search("narrow", filter, query), 2);
  const mine = { requester: requestedBy.id };

  expect((await search({ ...mine, statuses: ["cancelled"] })).flat()).toEqual([newest]);
  expect((await search({ ...mine, from: after(2), to: after(4) })).flat()).toEqual(newestFirst.slice(1, 4));
  expect((await search({ ...mine, from: after(4), to: after(2) })).flat()).toEqual([]);
  expect((await search({ ...mine, instanceId: "dev-postgres-01", to: after(0) })).flat()).toEqual([
    newestFirst.at(-1),
  ]);
});

test("what another tenant's people and instances were asked for is in no list", async () => {
  const requestedBy = person("Both");
  const { requests, newestFirst } = await createMany(2, { tenant: "one", requestedBy });
  await createMany(2, { tenant: "other", requestedBy });

  const mine = await requests.listByRequester("one", requestedBy.id, { limit: 10 });
  const instances = await requests.listByInstance("one", "dev-postgres-01", { limit: 10 });
  const all = await requests.search("one", {}, { limit: 10 });

  for (const { items } of [mine, instances, all]) expect(items.map(({ id }) => id)).toEqual(newestFirst);
});

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

const key = { id: "req-0000000001", at: "2026-03-01T10:00:00.000Z" };

test.each([
  ["nothing", ""],
  ["noise", "%%%"],
  ["JSON that is no cursor", encoded([1])],
  ["no partition", encoded({})],
  ["a partition of another tenant", encoded({ "other#pending": key })],
  ["a partition of another list", encoded({ "default#rejected": key })],
  ["a partition and more to it", encoded({ "default#pending": key, more: key })],
  ["a key with more to it", encoded({ "default#pending": { ...key, more: "x" } })],
  ["a key of numbers", encoded({ "default#pending": { id: 1, at: 2 } })],
])("a cursor made of %s is refused as such", async (_, cursor) => {
  const listing = store().listByStatus("default", "pending", { limit: 10, cursor });

  await expect(listing).rejects.toThrow(InvalidCursorError);
});

test("a cursor of another time is refused", async () => {
  const cursor = encoded({ "default#pending": key });

  const listing = store().search(
    "default",
    { statuses: ["pending"], from: after(60) },
    { limit: 10, cursor },
  );

  await expect(listing).rejects.toThrow(InvalidCursorError);
});
