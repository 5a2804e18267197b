import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { startFauxqs } from "fauxqs";

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

  return { endpoints, access, clients, folder, stop };
}

async function startDynoxide(file: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const home = dirname(createRequire(import.meta.url).resolve("@dynoxide/linux-x64/package.json"));
  // Another process may take the free port in between, so a dynoxide that ends at once is started again.
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const args = ["serve", "--host", "127.0.0.1", "--port", String(port), "--db-path", file];
    const child = spawn(join(home, "dynoxide"), args, { stdio: "ignore" });
    const killWithUs = () => child.kill("SIGKILL");
    process.once("exit", killWithUs);
    if (await isReady(url, child)) {
      return {
        url,
        stop: async () => {
          process.off("exit", killWithUs);
          if (child.exitCode === null && child.kill()) await once(child, "exit");
        },
      };
    }
    process.off("exit", killWithUs);
    child.kill("SIGKILL");
  }
  throw new Error("dynoxide did not start");
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  for (let waited = 0; waited < 500 && child.exitCode === null; waited += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok && child.exitCode === null) return true;
    await sleep(10);
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
