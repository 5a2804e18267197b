import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { boundedClient } from "../bounded-client.ts";

/**
 * A client for any store. A read and a write fit into the three seconds that Slack waits, a retry included.
 * Numbers are JSON's own both ways, so that what was hashed reads back as it was.
 */
export function makeDocumentClient(overrides: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  const bounds = { attempts: 3, connectionMilliseconds: 500, requestMilliseconds: 1500 };
  return DynamoDBDocumentClient.from(new DynamoDBClient({ ...boundedClient(bounds), ...overrides }), {
    marshallOptions: { removeUndefinedValues: true, allowImpreciseNumbers: true },
    unmarshallOptions: { wrapNumbers: Number },
  });
}
