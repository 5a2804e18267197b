import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Running } from "./host/invoke.ts";
import { type ProvisionClients, type Provisioned, provision } from "./provision/provision.ts";
import type { Infrastructure } from "./provision/read-infrastructure.ts";

export interface Resources extends Running {
  readonly clients: ProvisionClients & {
    readonly streams: DynamoDBStreamsClient;
    readonly secrets: SecretsManagerClient;
  };
  readonly provisioned: Provisioned;
  /** What the functions' environments say together: they run in one process. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Makes the tables, queues, topics, buckets, secrets and state machines where the environment says that AWS is; `stop` ends only the
 * clients.
 */
export async function createResources(
  infrastructure: Infrastructure,
  options: { readonly maxVisibilitySeconds: number },
): Promise<Resources> {
  const clients = {
    dynamodb: new DynamoDBClient(),
    streams: new DynamoDBStreamsClient(),
    sns: new SNSClient(),
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    s3: new S3Client({ forcePathStyle: true }),
    sfn: new SFNClient(),
    secrets: new SecretsManagerClient(),
  };
  const stop = async () => {
    for (const client of Object.values(clients)) client.destroy();
  };
  try {
    const provisioned = await provision(infrastructure, clients, options);
    const environments = [...infrastructure.functions.keys()].map(provisioned.resolveEnvironment);
    return { clients, provisioned, environment: Object.assign({}, ...environments), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
