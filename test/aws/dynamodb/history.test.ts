import { afterAll, beforeAll, expect, test } from "vitest";
import { InvalidCursorError } from "../../../src/app/invalid-cursor-error.ts";
import type { HistoryFilter } from "../../../src/app/ports/audit-log.ts";
import { makeDynamoDbAuditLog } from "../../../src/aws/dynamodb/audit-log.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";
import { ada, after, approved, ben, cleo, created } from "./sample-requests.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;

const day = 86_400;
const whole = { from: after(-day), to: after(9 * day) };

beforeAll(async () => {
  aws = await startProvisionedAws();
  const requests = makeDynamoDbRequestStore(aws.clients.documents, aws.tables);
  for (const tenant of ["acme", "other"]) {
    for (const seconds of [0, 60, 2 * day, 5 * day]) {
      const asked = created({ tenant, expiresAt: after(9 * day) }, after(seconds));
      await requests.create(asked, asked.request.id);
      const once = approved(asked.request, ben, after(seconds + 10));
      await requests.save(once);
      await requests.save(approved(once.request, cleo, after(seconds + 20)));
    }
  }
});
afterAll(() => aws.stop());

async function walk(filter: HistoryFilter, limit: number) {
  const log = makeDynamoDbAuditLog(aws.documents(), aws.tables);
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await log.history("acme", filter, { limit, cursor });
    found.push(...page.items.map(({ tenant, actor, at }) => `${tenant} ${actor} ${at.toISOString()}`));
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

const line = (actor: string, seconds: number) => `acme ${actor} ${after(seconds).toISOString()}`;

test.each([1, 4, 100])("a tenant's days are told the newest first, %i at a time", async (limit) => {
  const found = await walk(whole, limit);

  expect(found).toEqual(
    [5 * day, 2 * day, 60, 0].flatMap((seconds) => [
      line(cleo.id, seconds + 20),
      line(ben.id, seconds + 10),
      line(ada.id, seconds),
    ]),
  );
});

test("one person's history, between two moments", async () => {
  const found = await walk({ actor: ben.id, from: after(10), to: after(2 * day + 10) }, 2);

  expect(found).toEqual([line(ben.id, 2 * day + 10), line(ben.id, 70), line(ben.id, 10)]);
});

test("a time that ends before it begins is empty", async () => {
  expect(await walk({ from: after(10), to: after(0) }, 10)).toEqual([]);
});

test.each([
  ["noise", "noise"],
  ["another list", { "acme#ben@example.com": { in: "ben@example.com" } }],
  ["a day that is none", { "acme#": { in: "yesterday" } }],
  ["a day beyond the time", { "acme#": { in: "2020-01-01" } }],
  [
    "a moment of another day",
    {
      "acme#": {
        in: "2026-03-01",
        after: { at: after(day).toISOString(), id: "req-0000000001", sequence: 1 },
      },
    },
  ],
])("a cursor made of %s is refused as such", async (_, content) => {
  const log = makeDynamoDbAuditLog(aws.documents(), aws.tables);
  const cursor = Buffer.from(JSON.stringify(content)).toString("base64url");

  await expect(log.history("acme", whole, { limit: 1, cursor })).rejects.toThrow(InvalidCursorError);
});
