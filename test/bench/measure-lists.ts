import { join } from "node:path";
import { makeSubmitRequest } from "../../src/app/submit-request.ts";
import { makeDocumentClient } from "../../src/aws/dynamodb/document-client.ts";
import { makeDynamoDbInventory } from "../../src/aws/dynamodb/inventory.ts";
import { makeDynamoDbRequestStore } from "../../src/aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../src/aws/dynamodb/tables.ts";
import { provision } from "../../src/local/provision/provision.ts";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { newRequestId } from "../../src/new-request-id.ts";
import { systemClock, wirePrices } from "../../src/wiring.ts";
import { startEmbeddedAws } from "../support/embedded-aws.ts";
import { listPagesOf } from "../support/list-pages.ts";
import { countUnits } from "../support/read-units.ts";
import { sampleInstance } from "../support/sample-instance.ts";
import { seedRequests } from "../support/seed-requests.ts";
import { accepted, dana, instanceId, makeSubmission, readBenchPolicy } from "./acme.ts";
import type { Comparison } from "./comparison.ts";
import { timed } from "./timed.ts";

const few = 1000;
const many = 1_000_000;
const rounds = 30;

/** Two pages of each list where a million requests are stored, beside the same where a thousand are, with what each costs. */
export async function measureLists(): Promise<readonly Comparison[]> {
  const aws = await startEmbeddedAws();
  const tables = tableNamesOf("bench");
  await provision(await readInfrastructure({ stage: "bench" }), aws.clients);
  // The first reads after a million writes wait for SQLite.
  const requestHandler = { requestTimeout: 60_000 };
  const documents = makeDocumentClient({ ...aws.access, endpoint: aws.endpoints.dynamodb, requestHandler });
  const units = countUnits(documents);
  const requests = makeDynamoDbRequestStore(documents, tables);
  const inventory = makeDynamoDbInventory(documents, tables);
  try {
    const policy = await readBenchPolicy();
    const seed = async (tenant: string, series: string, count: number) => {
      const { region } = aws.access;
      await inventory.save(sampleInstance({ id: instanceId, tenant, region, environment: "staging" }));
      const submit = makeSubmitRequest({
        ...systemClock,
        ...wirePrices(),
        requests,
        inventory,
        policy,
        tenant,
        newRequestId,
      });
      const { id: requestId, requestedAt } = accepted(await submit(makeSubmission()));
      const template = {
        requestId,
        requestedAt: requestedAt.toISOString(),
        requester: dana.id,
        instance: instanceId,
      };
      seedRequests(
        join(aws.folder, "dynamodb.sqlite"),
        tables.requests,
        { ...template, tenant, series },
        count,
      );
      await inventory.save(sampleInstance({ id: instanceId, tenant: "nobody", region }));
      return listPagesOf(requests, tenant);
    };
    const [atFew, atMany] = [await seed("few", "x", few), await seed("many", "y", many)];
    const comparisons: Comparison[] = [];
    for (const [name, page] of Object.entries(atMany)) {
      const floorPage = atFew[name] ?? page;
      const cost = [await units.of(page), await units.of(floorPage)];
      const ours: number[] = [];
      const floor: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        ours.push(await timed(page));
        floor.push(await timed(floorPage));
      }
      const path = `Two pages of ${name}: ${cost[0]} read units at 1,000,000 stored, ${cost[1]} at 1,000`;
      comparisons.push({ path, ours, floor });
    }
    return comparisons;
  } finally {
    documents.destroy();
    await aws.stop();
  }
}
