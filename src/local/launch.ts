import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { LauncherConfig } from "../config.ts";
import { startEmbeddedAws } from "./embedded.ts";
import type { LambdaLoader, Report } from "./host/invoke.ts";
import { startHost } from "./host/start-host.ts";
import { startLocalSlack } from "./local-slack.ts";
import { openDataFolder } from "./parts/data-folder.ts";
import { findFreePort } from "./parts/free-port.ts";
import { provision } from "./provision/provision.ts";
import { readInfrastructure } from "./provision/read-infrastructure.ts";
import { startSocketMode } from "./socket-mode.ts";

export interface Launched {
  /** The page to open; nothing when a real Slack workspace is used. */
  readonly chatUrl: string | undefined;
  readonly botUrl: string;
  readonly inboxUrl: string;
  readonly dataFolder: string;
  /** How many unfinished requests of an earlier start are shown again. */
  readonly restored: number;
  stop(): Promise<void>;
}

/** Everything here happens faster than on AWS, so that nobody waits for it. Each can be set from outside. */
const localPace = {
  RUN_POLL_SECONDS: "2",
  RUN_LEASE_SECONDS: "15",
  DELIVERY_LEASE_SECONDS: "12",
} as const;

const handlers: Readonly<Record<string, LambdaLoader>> = {
  slack: () => import("../lambda/slack.ts"),
  "publish-events": () => import("../lambda/publish-events.ts"),
  "notify-slack": () => import("../lambda/notify-slack.ts"),
  dispatch: () => import("../lambda/dispatch.ts"),
  "run-operation": () => import("../lambda/run-operation.ts"),
  schedule: () => import("../lambda/schedule.ts"),
  inventory: () => import("../lambda/inventory.ts"),
};

/**
 * Starts the embedded parts, makes the tables and queues, and runs the production handlers on them in this process.
 * `environment` is what the handlers will read; it is completed here, and what it says already stays.
 */
export async function launch(
  config: LauncherConfig,
  environment: Record<string, string | undefined>,
  { isFresh, report }: { readonly isFresh: boolean; readonly report: Report },
): Promise<Launched> {
  const stopping: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of stopping.splice(0).toReversed()) await end();
  };
  try {
    const folder = await openDataFolder(config.dataFolder, { fresh: isFresh });
    stopping.push(() => folder.release());
    const infrastructure = await readInfrastructure({ stage: "local" });

    const aws = await startEmbeddedAws(folder.path, config);
    stopping.push(() => Promise.all(aws.parts.map((part) => part.stop())));
    setMissing(environment, awsEnvironment(config, aws.endpoints));

    const botPort = await findFreePort(config.port === 0 ? 0 : config.port + 1);
    const botUrl = `http://127.0.0.1:${botPort}/slack/events`;
    const slack = config.hasSlack ? undefined : await startLocalSlack(folder.path, config.port, botUrl);
    if (slack) {
      stopping.push(() => slack.stop());
      setMissing(environment, slack.environment);
    }

    const clients = {
      dynamodb: new DynamoDBClient(),
      streams: new DynamoDBStreamsClient(),
      sns: new SNSClient(),
      sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    };
    stopping.push(async () => Object.values(clients).map((client) => client.destroy()));
    const provisioned = await provision(infrastructure, clients, {
      maxVisibilitySeconds: config.queueRetrySeconds,
    });
    for (const name of infrastructure.functions.keys())
      setMissing(environment, provisioned.resolveEnvironment(name));
    setMissing(environment, { ...localPace, LOG_FORMAT: "pretty" });

    const positions = join(folder.path, "positions");
    await mkdir(positions, { recursive: true });
    const { functions } = infrastructure;
    const host = await startHost({
      functions,
      handlers,
      provisioned,
      clients,
      dataFolder: positions,
      report,
      port: botPort,
    });
    stopping.push(() => host.stop());
    if (config.hasSocketMode) {
      const socketMode = await startSocketMode();
      stopping.push(() => socketMode.stop());
    }
    const restored = slack ? await slack.restore() : 0;
    return {
      chatUrl: slack?.url,
      botUrl,
      inboxUrl: aws.endpoints.ses,
      dataFolder: folder.path,
      restored,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function awsEnvironment(
  { region, hasAwsCredentials }: LauncherConfig,
  { dynamodb, sns, sqs, ses, rds }: Awaited<ReturnType<typeof startEmbeddedAws>>["endpoints"],
): Readonly<Record<string, string>> {
  return {
    AWS_REGION: region,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: dynamodb,
    AWS_ENDPOINT_URL_SNS: sns,
    AWS_ENDPOINT_URL_SQS: sqs,
    AWS_ENDPOINT_URL_SES: ses,
    AWS_ENDPOINT_URL_RDS: rds,
    // The embedded parts check no signature, but the SDK wants to make one.
    ...(!hasAwsCredentials && { AWS_ACCESS_KEY_ID: "embedded", AWS_SECRET_ACCESS_KEY: "embedded" }),
  };
}

function setMissing(
  environment: Record<string, string | undefined>,
  values: Readonly<Record<string, string>>,
): void {
  for (const [variable, value] of Object.entries(values)) environment[variable] ??= value;
}
