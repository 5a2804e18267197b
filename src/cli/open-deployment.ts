import { existsSync } from "node:fs";
import { join } from "node:path";
import { readQueueUrl } from "../aws/sqs/queue-url.ts";
import { makeSqsClient } from "../aws/sqs/run-queue.ts";
import { makeStsClient } from "../aws/sts/assume-role.ts";
import { readOwnAccount } from "../aws/sts/own-account.ts";
import { type Config, ConfigError, readOperatorConfig, useRegion, usualOperatorFile } from "../config.ts";
import { type Infrastructure, readInfrastructure } from "../local/provision/read-infrastructure.ts";
import { loadEnvironment } from "../onprem/read-config-file.ts";
import type { OperatorPlace } from "./operator-options.ts";

export interface Deployment {
  readonly config: Config;
  /** What should be there. */
  readonly infrastructure: Infrastructure;
}

const root = join(import.meta.dirname, "../..");

/**
 * The deployment that is meant: by the options, the environment, the file of environment variables (that of a running `npm start`
 * where nothing else is said), and for the rest what this version of `serverless.yml` says. Throws a `ConfigError` or a
 * `ConfigFileError` that says what is missing.
 */
export async function openDeployment(place: OperatorPlace): Promise<Deployment> {
  const {
    stage,
    tenant,
    region,
    "env-file": file = stage === undefined ? findUsualFile() : undefined,
  } = place;
  loadEnvironment(file, file ?? "");
  if (region !== undefined) useRegion(region);
  const given = { STAGE: stage, TENANT: tenant };
  const named = readOperatorConfig(given, { STAGE: "", POLICY_FILE: "-" });
  const infrastructure = await readInfrastructure({ stage: named.stage });
  return { config: readOperatorConfig(given, usualOf(infrastructure, named.stage)), infrastructure };
}

function findUsualFile(): string | undefined {
  const file = usualOperatorFile();
  if (file === undefined || existsSync(file)) return file;
  throw new ConfigError(
    `Which deployment? Name it by --stage STAGE, or run npm start in another terminal: there is no ${file}.`,
  );
}

/** What the functions' environments say in plain words, and the names that the keys have in every deployment. */
function usualOf({ functions }: Infrastructure, stage: string): Readonly<Record<string, string>> {
  const environments = [...functions.values()].flatMap(({ environment }) => Object.entries(environment));
  const plain = environments.flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(plain),
    POLICY_FILE: join(root, "infra/policy.yaml"),
    SLACK_SECRET_ID: `countersign/${stage}/slack`,
    TEAMS_SECRET_ID: `countersign/${stage}/teams`,
    SECRETS_KEY_ID: `alias/countersign-secrets-${stage}`,
    DECISION_KEY_ID: `alias/countersign-decisions-${stage}`,
    SEAL_KEY_ID: `alias/countersign-seals-${stage}`,
  };
}

/** The configuration with the names of the buckets, which have the account in them. */
export async function withBuckets(config: Config): Promise<Config> {
  const { stage, archiveBucket, seals } = config;
  if (archiveBucket !== undefined && seals.bucket !== undefined) return config;
  const client = makeStsClient();
  const account = await readOwnAccount(client).finally(() => client.destroy());
  return {
    ...config,
    archiveBucket: archiveBucket ?? `countersign-archive-${stage}-${account}`,
    seals: { ...seals, bucket: seals.bucket ?? `countersign-audit-${stage}-${account}` },
  };
}

/** The configuration with the address of the queue that webhooks' attempts go by, which has the account in it. */
export async function withWebhookQueue(config: Config): Promise<Config> {
  const { stage, webhooks } = config;
  if (webhooks.attemptsQueueUrl !== undefined) return config;
  const client = makeSqsClient();
  const name = `countersign-webhook-attempts-${stage}`;
  const attemptsQueueUrl = await readQueueUrl(client, name).finally(() => client.destroy());
  return { ...config, webhooks: { ...webhooks, attemptsQueueUrl } };
}
