import { makeDecideRequest } from "../../src/app/decide-request.ts";
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
import { sampleInstance } from "../support/sample-instance.ts";
import { accepted, instanceId, makeSubmission, priya, readBenchPolicy, tenant } from "./acme.ts";
import type { Comparison } from "./comparison.ts";
import { prepareRawDecision, readStored } from "./raw-decision.ts";
import { timed } from "./timed.ts";

const rounds = 200;
const warmUp = 20;

/** `decideRequest` on the real store, in this process, beside the same calls made bare. */
export async function measureDecision(): Promise<readonly Comparison[]> {
  const aws = await startEmbeddedAws();
  const tables = tableNamesOf("bench");
  await provision(await readInfrastructure({ stage: "bench" }), aws.clients);
  const documents = makeDocumentClient({ ...aws.access, endpoint: aws.endpoints.dynamodb });
  try {
    const ports = { ...systemClock, requests: makeDynamoDbRequestStore(documents, tables) };
    const inventory = makeDynamoDbInventory(documents, tables);
    await inventory.save(
      sampleInstance({ id: instanceId, tenant, region: aws.access.region, environment: "staging" }),
    );
    const policy = await readBenchPolicy();
    const submit = makeSubmitRequest({ ...ports, ...wirePrices(), inventory, policy, tenant, newRequestId });
    const decide = makeDecideRequest({ ...ports, policy, inventory });
    const sample = accepted(await submit(makeSubmission()));
    const decideRaw = await prepareRawDecision(
      aws.clients.dynamodb,
      await readStored(aws.clients.dynamodb, tables, sample.id),
    );
    const ours: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < warmUp + rounds; round += 1) {
      const { id, digest } = accepted(await submit(makeSubmission()));
      const command = { kind: "approve", by: priya, surface: "slack", comment: "", digest } as const;
      ours.push(await timed(async () => accepted(await decide(id, command))));
      floor.push(await timed(decideRaw));
    }
    return [
      {
        path: "Decision as a use case: read and transaction",
        beside: "the same two SDK calls",
        ours: ours.slice(warmUp),
        floor: floor.slice(warmUp),
      },
    ];
  } finally {
    documents.destroy();
    await aws.stop();
  }
}
