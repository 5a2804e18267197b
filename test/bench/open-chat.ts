import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { makeSubmitRequest } from "../../src/app/submit/submit-request.ts";
import { makeDocumentClient } from "../../src/aws/dynamodb/document-client.ts";
import { makeDynamoDbInventory } from "../../src/aws/dynamodb/inventory.ts";
import { makeDynamoDbRequestStore } from "../../src/aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../src/aws/dynamodb/tables.ts";
import type { ApprovalRequest, RequestId } from "../../src/core/request.ts";
import { systemClock, wirePrices } from "../../src/wiring.ts";
import { eventually } from "../support/eventually.ts";
import { at } from "../support/sample-instance.ts";
import { accepted, instanceId, makeSubmission, readBenchPolicy, tenant } from "./acme.ts";
import { type ApplicationUnderTest, startApplicationUnderTest } from "./application.ts";
import type { ChatApproval } from "./chat-approval.ts";
import { prepareRawDecision, readStored } from "./raw-decision.ts";

const tables = tableNamesOf("local");

export interface OpenChat {
  readonly application: ApplicationUnderTest;
  /** Commits a request of that id on the application's tables. */
  submitAs(id: RequestId): Promise<ApprovalRequest>;
  /** The least that a decision can be, on the application's DynamoDB; a first request shows how large the items are. */
  prepareRaw(ours: Pick<ChatApproval<unknown>, "ask">): Promise<() => Promise<void>>;
}

/** Starts the application, gives it to the work once its inventory is full, and stops it. */
export async function withOpenChat<Result>(
  {
    folder,
    environment,
  }: { readonly folder: string; readonly environment?: Readonly<Record<string, string>> },
  work: (chat: OpenChat) => Promise<Result>,
): Promise<Result> {
  const application = await startApplicationUnderTest(folder, environment);
  const access = {
    endpoint: application.dynamoDbUrl,
    region: "eu-central-1",
    credentials: { accessKeyId: "embedded", secretAccessKey: "embedded" },
  };
  const dynamodb = new DynamoDBClient(access);
  const documents = makeDocumentClient(access);
  try {
    const inventory = makeDynamoDbInventory(documents, tables);
    await eventually(`${instanceId} in the inventory`, () => inventory.find(at(instanceId)));
    const requests = makeDynamoDbRequestStore(documents, tables);
    const policy = await readBenchPolicy();
    const ports = { ...systemClock, ...wirePrices(), requests, inventory };
    return await work({
      application,
      submitAs: async (id) => {
        const submit = makeSubmitRequest({ ...ports, policy, tenant, newRequestId: () => id });
        return accepted(await submit(makeSubmission()));
      },
      prepareRaw: async ({ ask }) => {
        const { request } = await ask();
        return prepareRawDecision(dynamodb, await readStored(dynamodb, tables, request.id));
      },
    });
  } finally {
    documents.destroy();
    dynamodb.destroy();
    await application.stop();
  }
}
