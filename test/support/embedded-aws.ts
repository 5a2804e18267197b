import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type FauxqsServer, startFauxqs } from "fauxqs";
import { startDynoxide } from "./dynoxide.ts";

export interface EmbeddedAws {
  readonly endpoints: {
    readonly dynamodb: string;
    readonly sqs: string;
    readonly sns: string;
    readonly s3: string;
  };
  /** What every SDK client for these endpoints is built with, but for the endpoint. */
  readonly access: {
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly clients: {
    readonly dynamodb: DynamoDBClient;
    readonly documents: DynamoDBDocumentClient;
    readonly streams: DynamoDBStreamsClient;
    readonly sqs: SQSClient;
    readonly sns: SNSClient;
    readonly s3: S3Client;
  };
  /** What is in a queue, by its name, without a call. */
  readonly inspectQueue: FauxqsServer["inspectQueue"];
  /** A temporary folder, removed by `stop`. */
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

/** Starts DynamoDB (dynoxide) and SNS, SQS and S3 (fauxqs), both empty, on free ports of this machine. */
export async function startEmbeddedAws(): Promise<EmbeddedAws> {
  const folder = await mkdtemp(join(tmpdir(), "countersign-aws-"));
  const [dynoxide, fauxqs] = await Promise.all([
    startDynoxide(join(folder, "dynamodb.sqlite")),
    startFauxqs({ port: 0, logger: false }),
  ]);
  const queuesAndTopics = `http://127.0.0.1:${fauxqs.port}`;
  const endpoints = {
    dynamodb: dynoxide.url,
    sqs: queuesAndTopics,
    sns: queuesAndTopics,
    s3: queuesAndTopics,
  };
  const access = {
    region: "eu-central-1",
    credentials: { accessKeyId: "embedded", secretAccessKey: "embedded" },
  };
  const dynamodb = new DynamoDBClient({ ...access, endpoint: endpoints.dynamodb });
  const clients = {
    dynamodb,
    documents: DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } }),
    streams: new DynamoDBStreamsClient({ ...access, endpoint: endpoints.dynamodb }),
    sqs: new SQSClient({ ...access, endpoint: endpoints.sqs, useQueueUrlAsEndpoint: false }),
    sns: new SNSClient({ ...access, endpoint: endpoints.sns }),
    s3: new S3Client({ ...access, endpoint: endpoints.s3, forcePathStyle: true }),
  };

  async function stop(): Promise<void> {
    for (const client of [clients.dynamodb, clients.streams, clients.sqs, clients.sns, clients.s3])
      client.destroy();
    await Promise.all([fauxqs.stop(), dynoxide.stop()]);
    await rm(folder, { recursive: true, force: true });
  }

  const inspectQueue = (name: string) => fauxqs.inspectQueue(name);
  return { endpoints, access, clients, inspectQueue, folder, stop };
}
