import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import { listPagesOf } from "../../support/list-pages.ts";
import { countUnits } from "../../support/read-units.ts";
import { seedRequests } from "../../support/seed-requests.ts";
import { startProvisionedAws } from "../start-provisioned-aws.ts";
import { created } from "./sample-requests.ts";

let aws: Awaited<ReturnType<typeof startProvisionedAws>>;
beforeAll(async () => {
  aws = await startProvisionedAws();
});
afterAll(() => aws.stop());

test("a page costs the same read units at a thousand stored requests and at twenty thousand", async () => {
  const documents = aws.documents();
  const requests = makeDynamoDbRequestStore(documents, aws.tables);
  const units = countUnits(documents);
  const cost = async (tenant: string, series: string, count: number) => {
    const change = created({ tenant });
    await requests.create(change, tenant);
    const { request } = change;
    const { id, requestedAt, requestedBy } = request;
    const template = {
      series,
      requestId: id,
      requestedAt: requestedAt.toISOString(),
      requester: requestedBy.id,
    };
    const file = join(aws.folder, "dynamodb.sqlite");
    seedRequests(file, aws.tables.requests, { ...template, instance: "dev-postgres-01", tenant }, count);
    const pages = Object.entries(listPagesOf(requests, tenant));
    const found = [];
    for (const [name, page] of pages) {
      let items = 0;
      const used = await units.of(async () => {
        items = (await page()).length;
      });
      found.push([name, { items, units: used }] as const);
    }
    return Object.fromEntries(found);
  };

  const few = await cost("few", "x", 1000);
  const many = await cost("many", "y", 20_000);

  expect(many).toEqual(few);
  expect(few["pending requests"]).toMatchObject({ items: 20 });
  for (const { units: used } of Object.values(few)) expect(used).toBeGreaterThan(0);
}, 60_000);
