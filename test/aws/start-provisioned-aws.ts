import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { onTestFinished } from "vitest";
import { makeDocumentClient } from "../../src/aws/dynamodb/document-client.ts";
import { tableNamesOf } from "../../src/aws/dynamodb/tables.ts";
import { startEmbeddedAws } from "../support/embedded-aws.ts";
import { provisionAll } from "../support/provision-all.ts";

/** The embedded AWS with the tables, queues and topics of `infra/`, for one test file, which stops it. */
export async function startProvisionedAws() {
  const aws = await startEmbeddedAws();
  const provisioned = await provisionAll(aws.clients);
  return {
    ...aws,
    provisioned,
    tables: tableNamesOf("test"),
    /** The tool's own client, there until the test ends. */
    documents(endpoint = aws.endpoints.dynamodb): DynamoDBDocumentClient {
      const client = makeDocumentClient({ ...aws.access, endpoint });
      onTestFinished(() => client.destroy());
      return client;
    },
  };
}

/** The names of the calls that a client makes from now on, each attempt once. */
export function recordCalls(client: DynamoDBDocumentClient): readonly string[] {
  const calls: string[] = [];
  client.middlewareStack.add(
    (next, context) => (args) => {
      calls.push(context.commandName ?? "");
      return next(args);
    },
    { step: "finalizeRequest", priority: "low", name: "recordCalls" },
  );
  return calls;
}
