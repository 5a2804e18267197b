import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { LauncherConfig } from "../config.ts";
import { startLocalCloudWatch } from "./cloudwatch/local-cloudwatch.ts";
import type { Running } from "./host/invoke.ts";
import { startLocalKms } from "./kms/local-kms.ts";
import { startDynamoDb } from "./parts/dynamodb.ts";
import type { Part } from "./parts/part.ts";
import { startOnFreePort } from "./parts/start-on-free-port.ts";
import { preferredPort } from "./port-plan.ts";
import { startLocalRds } from "./rds/local-rds.ts";
import { startLocalSecretsManager } from "./secrets/local-secrets-manager.ts";
import { startLocalSts } from "./sts/local-sts.ts";
import { ownOperatorRole, sampleExternalId } from "./sts/sample-roles.ts";
import { startLocalStepFunctions } from "./workflows/local-step-functions.ts";

/** The AWS services, embedded or wherever the environment says that they are. */
export interface EmbeddedAws extends Running {
  /** What every AWS client needs to find them. */
  readonly environment: Readonly<Record<string, string>>;
  /** The mailbox's page, when it is the embedded one. */
  readonly inboxUrl: string | undefined;
}

/**
 * Starts the stand-in of each service that the environment does not place elsewhere. One after the other, so that no two
 * look for a free port at the same moment.
 */
export async function startEmbeddedAws(dataFolder: string, config: LauncherConfig): Promise<EmbeddedAws> {
  const { endpoints } = config;
  const inFolder = (name: string) => join(dataFolder, name);
  const at = (part: Parameters<typeof preferredPort>[1]) => preferredPort(config.port, part);
  const parts: Part[] = [];
  const stop = async () => {
    await Promise.all(parts.splice(0).map((part) => part.stop()));
  };
  const started = async (starting: Promise<Part>): Promise<string> => {
    const part = await starting;
    parts.push(part);
    return part.url;
  };
  try {
    const inboxUrl = endpoints.ses ? undefined : await started(startMailbox(at("inbox")));
    const dynamodb =
      endpoints.dynamodb ??
      (await started(startDynamoDb({ dataFile: inFolder("tables.sqlite"), port: at("tables") })));
    const messages =
      endpoints.sns && endpoints.sqs && endpoints.s3
        ? undefined
        : await started(startQueuesAndTopics(inFolder("messages"), at("messages")));
    const rds = endpoints.rds ?? (await started(startRds(inFolder("rds.json"), at("rds"))));
    // Beside databases that are somewhere else its numbers would be lies: there the real one is asked.
    const cloudwatch =
      endpoints.cloudwatch ?? (endpoints.rds ? undefined : await started(startCloudWatch(at("cloudwatch"))));
    // Another RDS knows nothing of the sessions that the embedded STS gives.
    const isWithSts = endpoints.rds === undefined && endpoints.sts === undefined;
    const sts = isWithSts ? await started(startSts(at("sts"))) : endpoints.sts;
    const kms = endpoints.kms ?? (await started(startKms(inFolder("decision-key.pem"), at("kms"))));
    const secrets =
      endpoints.secretsManager ?? (await started(startSecrets(inFolder("secrets.json"), at("secrets"))));
    const workflowCalls = { dynamodb, sqs: endpoints.sqs ?? messages };
    const startWorkflows = () =>
      startStepFunctions(inFolder("executions.json"), at("workflows"), config, workflowCalls);
    const sfn = endpoints.sfn ?? (await started(startWorkflows()));
    const environment = awsEnvironment(config, {
      DYNAMODB: dynamodb,
      DYNAMODB_STREAMS: dynamodb,
      SNS: endpoints.sns ?? messages,
      SQS: endpoints.sqs ?? messages,
      S3: endpoints.s3 ?? messages,
      SES: endpoints.ses ?? inboxUrl,
      RDS: rds,
      CLOUDWATCH: cloudwatch,
      STS: sts,
      KMS: kms,
      SFN: sfn,
      SECRETS_MANAGER: secrets,
    });
    return { environment: isWithSts ? { ...environment, ...sampleRights } : environment, inboxUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Loaded only where it is started, as it takes long to load; so is the next. */
async function startMailbox(port: number): Promise<Part> {
  const mailbox = await import("./parts/mailbox.ts");
  return mailbox.startMailbox({ port });
}

async function startQueuesAndTopics(dataDir: string, port: number): Promise<Part> {
  const queuesAndTopics = await import("./parts/queues-and-topics.ts");
  return queuesAndTopics.startQueuesAndTopics({ dataDir, port });
}

function startRds(stateFile: string, preferred: number): Promise<Part> {
  return startOnFreePort(preferred, async (port) => ({
    name: "RDS",
    ...(await startLocalRds({ stateFile, port })),
  }));
}

function startCloudWatch(preferred: number): Promise<Part> {
  return startOnFreePort(preferred, async (port) => ({
    name: "CloudWatch",
    ...(await startLocalCloudWatch({ port })),
  }));
}

/** As in production: no change of a database without a session of its own. */
const sampleRights = { RDS_OPERATOR_ROLE_ARN: ownOperatorRole, RDS_EXTERNAL_ID: sampleExternalId } as const;

function startSts(preferred: number): Promise<Part> {
  return startOnFreePort(preferred, async (port) => ({ name: "STS", ...(await startLocalSts({ port })) }));
}

function startKms(keyFile: string, preferred: number): Promise<Part> {
  return startOnFreePort(preferred, async (port) => ({
    name: "KMS",
    ...(await startLocalKms({ keyFile, port })),
  }));
}

function startSecrets(file: string, preferred: number): Promise<Part> {
  return startOnFreePort(preferred, async (port) => ({
    name: "Secrets Manager",
    ...(await startLocalSecretsManager({ file, port })),
  }));
}

/** Last of all: executions that had not ended go on at once, and call the others. */
function startStepFunctions(
  stateFile: string,
  preferred: number,
  { region, hasAwsCredentials }: LauncherConfig,
  called: { readonly dynamodb: string; readonly sqs: string | undefined },
): Promise<Part> {
  const credentials = { accessKeyId: "embedded", secretAccessKey: "embedded" };
  const access = { region, ...(hasAwsCredentials ? {} : { credentials }) };
  return startOnFreePort(preferred, async (port) => {
    const clients = {
      dynamodb: new DynamoDBClient({ ...access, endpoint: called.dynamodb }),
      sqs: new SQSClient({
        ...access,
        useQueueUrlAsEndpoint: false,
        ...(called.sqs !== undefined && { endpoint: called.sqs }),
      }),
    };
    const workflows = await startLocalStepFunctions({ clients, stateFile, port });
    return { name: "Step Functions", ...workflows };
  });
}

function awsEnvironment(
  { region, hasAwsCredentials }: LauncherConfig,
  endpoints: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const environment: Record<string, string> = { AWS_REGION: region };
  for (const [service, url] of Object.entries(endpoints)) {
    if (url !== undefined) environment[`AWS_ENDPOINT_URL_${service}`] = url;
  }
  // The embedded parts check no signature, but the SDK wants to make one.
  return hasAwsCredentials
    ? environment
    : { ...environment, AWS_ACCESS_KEY_ID: "embedded", AWS_SECRET_ACCESS_KEY: "embedded" };
}
