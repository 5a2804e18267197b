import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SFNClient } from "@aws-sdk/client-sfn";
import { CreateTopicCommand, type SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { provisionBucket } from "./provision-bucket.ts";
import { provisionQueue } from "./provision-queue.ts";
import { provisionSecret } from "./provision-secret.ts";
import { provisionStateMachine } from "./provision-state-machine.ts";
import { provisionTable } from "./provision-table.ts";
import type { Infrastructure } from "./read-infrastructure.ts";
import { type Reference, type ResourceValues, resolveReference } from "./reference.ts";
import type { QueueProperties, SubscriptionProperties } from "./resource-schemas.ts";

export interface ProvisionClients {
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly s3: S3Client;
  /** Without it, secrets have a name and nothing behind it. */
  readonly secrets?: SecretsManagerClient;
  /** Without it, state machines have a name and nothing behind it. */
  readonly sfn?: SFNClient;
}

export interface Provisioned {
  /** The value of a `Ref` (a table's or bucket's name, a queue's URL, a topic's ARN) or a `GetAtt` (`Arn`, `StreamArn`, `QueueName`). */
  readonly resolve: (reference: Reference) => string;
  /** The URL of the queue that has this ARN. */
  readonly queueUrlOf: (arn: string) => string;
  /** A function's environment, as far as it is known here. */
  readonly resolveEnvironment: (functionName: string) => Readonly<Record<string, string>>;
}

type Values = Map<string, { ref: string; attributes: Record<string, string> }>;

/**
 * Makes the tables, queues, topics, subscriptions, buckets, empty secrets and state machines of the infrastructure where the clients
 * point. What is there already stays. `maxVisibilitySeconds` caps how long a failed message hides, so that a retry is soon seen.
 */
export async function provision(
  infrastructure: Infrastructure,
  clients: ProvisionClients,
  options: { readonly maxVisibilitySeconds?: number } = {},
): Promise<Provisioned> {
  const values: Values = new Map();
  // The stand-in for KMS knows its key by any name.
  for (const logicalId of infrastructure.keys) values.set(logicalId, { ref: logicalId, attributes: {} });
  for (const [logicalId, secret] of infrastructure.secrets) {
    values.set(logicalId, { ref: await provisionSecret(secret, clients.secrets), attributes: {} });
  }
  await Promise.all([
    provisionTables(infrastructure, clients.dynamodb, values),
    provisionBuckets(infrastructure, clients.s3, values),
    provisionMessaging(infrastructure, clients, options.maxVisibilitySeconds ?? 43_200, values),
  ]);
  for (const [logicalId, machine] of infrastructure.stateMachines) {
    const arn = await provisionStateMachine(machine, values, clients.sfn);
    values.set(logicalId, { ref: arn, attributes: { Arn: arn } });
  }
  return {
    resolve: (reference) => resolveReference(reference, values),
    queueUrlOf: (arn) => queueUrlOf(arn, values),
    resolveEnvironment: (functionName) => resolveEnvironment(functionName, infrastructure, values),
  };
}

async function provisionTables({ tables }: Infrastructure, client: DynamoDBClient, values: Values) {
  const provisioning = [...tables].map(async ([logicalId, table]) => {
    const { TableArn = "", LatestStreamArn } = await provisionTable(table, client);
    values.set(logicalId, {
      ref: table.TableName,
      attributes: { Arn: TableArn, ...(LatestStreamArn && { StreamArn: LatestStreamArn }) },
    });
  });
  await Promise.all(provisioning);
}

async function provisionBuckets({ buckets }: Infrastructure, client: S3Client, values: Values) {
  for (const [logicalId, bucket] of buckets) {
    await provisionBucket(bucket, client);
    const { BucketName: name } = bucket;
    values.set(logicalId, { ref: name, attributes: { Arn: `arn:aws:s3:::${name}` } });
  }
}

async function provisionMessaging(
  { queues, topics, subscriptions }: Infrastructure,
  { sqs, sns }: ProvisionClients,
  maxVisibilitySeconds: number,
  values: Values,
) {
  const make = async ([logicalId, queue]: [string, QueueProperties]) => {
    const target = queue.RedrivePolicy && resolveReference(queue.RedrivePolicy.deadLetterTargetArn, values);
    const { url, arn } = await provisionQueue(queue, target, maxVisibilitySeconds, sqs);
    values.set(logicalId, { ref: url, attributes: { Arn: arn, QueueName: queue.QueueName } });
  };
  // The dead letters' first: the others name them.
  await Promise.all([...queues].filter(([, queue]) => queue.RedrivePolicy === undefined).map(make));
  await Promise.all([...queues].filter(([, queue]) => queue.RedrivePolicy !== undefined).map(make));
  for (const [logicalId, topic] of topics) {
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: topic.TopicName }));
    values.set(logicalId, { ref: TopicArn, attributes: { TopicArn, TopicName: topic.TopicName } });
  }
  for (const subscription of subscriptions.values()) {
    await sns.send(
      new SubscribeCommand({
        TopicArn: resolveReference(subscription.TopicArn, values),
        Protocol: subscription.Protocol,
        Endpoint: resolveReference(subscription.Endpoint, values),
        Attributes: attributesOf(subscription),
      }),
    );
  }
}

function attributesOf({ RawMessageDelivery, FilterPolicyScope, FilterPolicy }: SubscriptionProperties) {
  return {
    RawMessageDelivery: String(RawMessageDelivery),
    ...(FilterPolicyScope && { FilterPolicyScope }),
    ...(FilterPolicy && { FilterPolicy: JSON.stringify(FilterPolicy) }),
  };
}

function queueUrlOf(arn: string, values: ResourceValues): string {
  for (const { ref, attributes } of values.values()) if (attributes.Arn === arn) return ref;
  throw new Error(`No queue has the ARN ${arn}`);
}

function resolveEnvironment(name: string, { functions }: Infrastructure, values: ResourceValues) {
  const definition = functions.get(name);
  if (definition === undefined) throw new Error(`serverless.yml defines no function ${name}`);
  return Object.fromEntries(
    Object.entries(definition.environment).map(([variable, reference]) => [
      variable,
      resolveReference(reference, values),
    ]),
  );
}
