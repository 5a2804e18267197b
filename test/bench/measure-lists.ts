import { join } from "node:path";
import { makeSubmitRequest } from "../../src/app/submit/submit-request.ts";
import { makeDocumentClient } from "../../src/aws/dynamodb/document-client.ts";
import { makeDynamoDbInventory } from "../../src/aws/dynamodb/inventory.ts";
import { makeDynamoDbRequestStore } from "../../src/aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../src/aws/dynamodb/tables.ts";
import { newRequestId } from "../../src/chance/new-request-id.ts";
import { provision } from "../../src/local/provision/provision.ts";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { systemClock, wirePrices } from "../../src/wiring.ts";
import { startEmbeddedAws } from "../support/embedded-aws.ts";
import { listPagesOf } from "../support/list-pages.ts";
import { countUnits } from "../support/read-units.ts";
import { sampleInstance } from "../support/sample-instance.ts";
import { seedRequests } from "../support/seed-requests.ts";
import { accepted, dana, instanceId, makeSubmission, readBenchPolicy } from "./acme.ts";
import type { Comparison } from "./comparison.ts";
import { recordQueries, replayQueries } from "./record-queries.ts";
import { timed } from "./timed.ts";

/** Each stored for a tenant of its own, beside the others, in one table. */
const sizes = { "1 k": 1000, "100 k": 100_000, "1 M": 1_000_000 } as const;
/** Of each index one list, and the one that merges every status. */
const lists = ["all requests", "pending requests", "my requests", "an instance's requests"] as const;
const rounds = 30;

/** Two pages of a list where so many requests are stored, beside the very queries made by the bare SDK, with what they cost. */
export async function measureLists(): Promise<readonly Comparison[]> {
  const aws = await startEmbeddedAws();
  const tables = tableNamesOf("bench");
  await provision(await readInfrastructure({ stage: "bench" }), aws.clients);
  // The first reads after a million writes wait for SQLite.
  const requestHandler = { requestTimeout: 60_000 };
  const documents = makeDocumentClient({ ...aws.access, endpoint: aws.endpoints.dynamodb, requestHandler });
  const requests = makeDynamoDbRequestStore(documents, tables);
  const inventory = makeDynamoDbInventory(documents, tables);
  try {
    const policy = await readBenchPolicy();
    const ports = { ...systemClock, ...wirePrices(), requests, inventory };
    const seed = async (tenant: string, series: string, count: number) => {
      const { region } = aws.access;
      await inventory.save(sampleInstance({ id: instanceId, tenant, region, environment: "staging" }));
      const submit = makeSubmitRequest({ ...ports, policy, tenant, newRequestId });
      const { id: requestId, requestedAt } = accepted(await submit(makeSubmission()));
      const template = {
        requestId,
        requestedAt: requestedAt.toISOString(),
        requester: dana.id,
        instance: instanceId,
      };
      const file = join(aws.folder, "dynamodb.sqlite");
      seedRequests(file, tables.requests, { ...template, tenant, series }, count);
      // Waits until the others' writes are through.
      await inventory.save(sampleInstance({ id: instanceId, tenant: "nobody", region }));
    };
    const stored = Object.entries(sizes).map(([size, count], index) => ({
      ...{ size, count, tenant: `tenant-${index}` },
      series: String.fromCharCode("w".charCodeAt(0) + index),
    }));
    for (const { tenant, series, count } of stored) await seed(tenant, series, count);

    const units = countUnits(documents);
    const queries = recordQueries(documents);
    const comparisons: Comparison[] = [];
    for (const list of lists) {
      for (const { size, tenant } of stored) {
        const page = listPagesOf(requests, tenant)[list];
        if (!page) throw new Error(`there is no list of ${list}`);
        const cost = await units.of(page);
        const waves = await queries.of(page);
        const ours: number[] = [];
        const floor: number[] = [];
        for (let round = 0; round < rounds; round += 1) {
          ours.push(await timed(page));
          floor.push(await timed(() => replayQueries(aws.clients.documents, waves)));
        }
        const path = `Lists: two pages of ${list} at ${size} stored`;
        comparisons.push({ path, beside: "the same queries", ours, floor, note: `${cost} read units` });
      }
    }
    return comparisons;
  } finally {
    documents.destroy();
    await aws.stop();
  }
}
