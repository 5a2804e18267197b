import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyChain } from "../../../src/app/audit/verify-chain.ts";
import { makeVerifyDays } from "../../../src/app/audit/verify-days.ts";
import { makeDynamoDbAuditTrail } from "../../../src/aws/dynamodb/audit-trail.ts";
import { auditProblemText } from "../../../src/core/audit/audit-problem.ts";
import type { Change } from "../../../src/core/transitions/change.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { roadsToEveryStatus } from "./sample-requests.ts";

let bench: Workbench;
let trail: ReturnType<typeof makeDynamoDbAuditTrail>;

beforeAll(async () => {
  bench = await startWorkbench();
  trail = makeDynamoDbAuditTrail(bench.documents, bench.tables, undefined);
}, 60_000);
afterAll(() => bench.stop());

async function saved(road: readonly Change[]): Promise<string> {
  const [first, ...rest] = road as [Change, ...Change[]];
  await bench.requests.create(first, first.request.id);
  for (const change of rest) await bench.requests.save(change);
  return first.request.id;
}

async function tamper(request: string, sequence: number, attribute: string, value: unknown): Promise<void> {
  await bench.documents.send(
    new UpdateCommand({
      TableName: bench.tables.auditLog,
      Key: { request_id: request, sequence },
      UpdateExpression: "SET #attribute = :value",
      ExpressionAttributeNames: { "#attribute": attribute },
      ExpressionAttributeValues: { ":value": value },
    }),
  );
}

test("what the stores have written holds, in every status, by request and by day", async () => {
  const ids: string[] = [];
  for (const road of Object.values(roadsToEveryStatus())) ids.push(await saved(road));
  const verify = makeVerifyDays({ trail, seals: undefined, tenant: "default", now: () => new Date() });

  const chains = await Promise.all(ids.map((id) => verifyChain(trail, id)));
  const report = await verify("2026-03-01", "2026-03-05");

  expect(chains.map(({ problem }) => problem)).toEqual(ids.map(() => undefined));
  expect(report).toMatchObject({ requests: ids.length, found: 0 });
});

test.each([
  [
    "one letter's case",
    "actor",
    "ADA@example.com",
    /event 1: actor was changed, which was ada@example\.com|event 1: its content/,
  ],
  [
    "a time's form",
    "occurred_at",
    "2026-03-01T10:00:00Z",
    /event 1: (at was changed|its content was changed)/,
  ],
  ["a status", "status", "approved", /event 1: status was changed, which was pending/],
  ["what is no event", "details", "nothing", /event 1: what is stored is no event: details: /],
])("%s that was changed in the table is found", async (_what, attribute, value, text) => {
  const id = await saved(roadsToEveryStatus().rejected);
  await tamper(id, 1, attribute, value);

  const { problem } = await verifyChain(trail, id);

  expect(problem && auditProblemText(problem)).toMatch(text);
});

test("an index that was changed hides nothing from the request's own check, and a request that is not there has no events", async () => {
  const id = await saved(roadsToEveryStatus().rejected);
  await tamper(id, 2, "hash", "0".repeat(64));

  const { problem } = await verifyChain(trail, id);

  expect(problem).toMatchObject({ kind: "broken-link", sequence: 2, told: { field: "hash" } });
  expect(await verifyChain(trail, "req-nobody0000")).toEqual({ entries: [], problem: undefined });
});
