import { z } from "zod";
import { deploymentVariables, resourceVariables, timingVariables } from "./config/core-variables.ts";
import { launcherChatVariables, launcherVariables, usualDataFolder } from "./config/launcher-variables.ts";
import { ConfigError, type Environment, parseEnvironment } from "./config/parse-environment.ts";
import {
  mailVariables,
  slackVariables,
  teamsVariables,
  webhookVariables,
} from "./config/surface-variables.ts";

export { ConfigError, usualDataFolder };

const configSchema = z
  .object({
    ...deploymentVariables,
    ...resourceVariables,
    ...slackVariables,
    ...teamsVariables,
    ...mailVariables,
    ...webhookVariables,
    ...timingVariables,
  })
  .transform((variables) => ({
    stage: variables.STAGE,
    tenant: variables.TENANT,
    log: { level: variables.LOG_LEVEL, format: variables.LOG_FORMAT },
    policyFile: variables.POLICY_FILE,
    eventsTopicArn: variables.EVENTS_TOPIC_ARN,
    runQueueUrl: variables.RUN_QUEUE_URL,
    decisions: { queueUrl: variables.DECISION_QUEUE_URL, keyId: variables.DECISION_KEY_ID },
    secretsKeyId: variables.SECRETS_KEY_ID,
    questionReviewArn: variables.QUESTION_REVIEW_ARN,
    rds: {
      operatorRoleArn: variables.RDS_OPERATOR_ROLE_ARN,
      externalId: variables.RDS_EXTERNAL_ID,
    },
    archiveBucket: variables.ARCHIVE_BUCKET,
    seals: { bucket: variables.SEAL_BUCKET, keyId: variables.SEAL_KEY_ID },
    functionName: variables.AWS_LAMBDA_FUNCTION_NAME,
    secretAgeSeconds: variables.SECRET_AGE_SECONDS,
    slack: {
      secretId: variables.SLACK_SECRET_ID,
      botToken: variables.SLACK_BOT_TOKEN,
      signingSecret: variables.SLACK_SIGNING_SECRET,
      appToken: variables.SLACK_APP_TOKEN,
      apiUrl: variables.SLACK_API_URL,
    },
    teams: {
      secretId: variables.TEAMS_SECRET_ID,
      appId: variables.TEAMS_APP_ID,
      appPassword: variables.TEAMS_APP_PASSWORD,
      appType: variables.TEAMS_APP_TYPE,
      tenantIds: variables.TEAMS_TENANT_IDS,
      openIdUrl: variables.TEAMS_OPENID_URL,
      loginUrl: variables.TEAMS_LOGIN_URL,
      signerUrl: variables.TEAMS_SIGNER_URL,
    },
    publicUrl: variables.PUBLIC_URL,
    originHashes: variables.ORIGIN_HASHES,
    email: { from: variables.EMAIL_FROM, configurationSet: variables.EMAIL_CONFIGURATION_SET },
    runbooksUrl: variables.RUNBOOKS_URL,
    webhooks: {
      attemptsQueueUrl: variables.WEBHOOK_ATTEMPTS_QUEUE_URL,
      deadLettersUrl: variables.WEBHOOK_DEAD_LETTERS_URL,
      allowsLoopback: variables.WEBHOOKS_ON_LOOPBACK,
    },
    run: {
      pollSeconds: variables.RUN_POLL_SECONDS,
      patienceSeconds: variables.RUN_PATIENCE_SECONDS,
      leaseSeconds: variables.RUN_LEASE_SECONDS,
      traceSeconds: variables.RUN_TRACE_SECONDS,
    },
    deliveryLeaseSeconds: variables.DELIVERY_LEASE_SECONDS,
    apiWaitSeconds: variables.API_WAIT_SECONDS,
  }));

export type Config = z.infer<typeof configSchema>;

/** Reads what the environment sets; throws a `ConfigError` that names each variable that is missing or wrong. */
export function readConfig(environment: Environment = process.env): Config {
  return parseEnvironment(configSchema, environment);
}

/**
 * What an operator's command needs, as `readConfig` has it. `given` by its options counts before what the environment says, and
 * `usual`, what the deployment says of itself, after it.
 */
export function readOperatorConfig(given: Environment, usual: Environment): Config {
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return parseEnvironment(configSchema, { ...usual, ...process.env, ...options });
}

/** The region that every AWS client of this process takes. */
export function useRegion(region: string): void {
  process.env.AWS_REGION = region;
}

/** Where `npm start` has left what a command of an operator needs; nothing where the environment says which stage is meant. */
export function usualOperatorFile(): string | undefined {
  const { STAGE, COUNTERSIGN_DATA = usualDataFolder } = process.env;
  return STAGE === undefined ? `${COUNTERSIGN_DATA}/${operatorFileName}` : undefined;
}

/** In the data folder of `npm start`. */
export const operatorFileName = "operator.env";

/** The setting, where this function cannot do without it. */
export function required<Value>(value: Value | undefined, variable: string): Value {
  if (value === undefined) throw new ConfigError(`The environment is not complete. ${variable}: missing`);
  return value;
}

const launcherSchema = z
  .object({ ...launcherVariables, ...launcherChatVariables })
  .transform((variables) => ({
    dataFolder: variables.COUNTERSIGN_DATA,
    port: variables.PORT,
    queueRetrySeconds: variables.QUEUE_RETRY_SECONDS,
    endpoints: {
      dynamodb: variables.AWS_ENDPOINT_URL_DYNAMODB,
      sns: variables.AWS_ENDPOINT_URL_SNS,
      sqs: variables.AWS_ENDPOINT_URL_SQS,
      ses: variables.AWS_ENDPOINT_URL_SES,
      rds: variables.AWS_ENDPOINT_URL_RDS,
      s3: variables.AWS_ENDPOINT_URL_S3,
      cloudwatch: variables.AWS_ENDPOINT_URL_CLOUDWATCH,
      sts: variables.AWS_ENDPOINT_URL_STS,
      kms: variables.AWS_ENDPOINT_URL_KMS,
      sfn: variables.AWS_ENDPOINT_URL_SFN,
      secretsManager: variables.AWS_ENDPOINT_URL_SECRETS_MANAGER,
    },
    region: variables.AWS_REGION,
    hasAwsCredentials: variables.AWS_ACCESS_KEY_ID !== undefined || variables.AWS_PROFILE !== undefined,
    hasSlack:
      (variables.SLACK_BOT_TOKEN ?? storedElsewhere(variables.SLACK_SECRET_ID, variables)) !== undefined,
    hasTeams: (variables.TEAMS_APP_ID ?? storedElsewhere(variables.TEAMS_SECRET_ID, variables)) !== undefined,
    hasSocketMode: variables.SLACK_APP_TOKEN !== undefined,
  }));

/** A secret's name means a real chat only where Secrets Manager is a real one, too. */
function storedElsewhere(
  secretId: string | undefined,
  {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
  }: { readonly AWS_ENDPOINT_URL_SECRETS_MANAGER?: string | undefined },
): string | undefined {
  return endpoint === undefined ? undefined : secretId;
}

/** What the environment tells `npm start`: which parts are somewhere else already, and where to keep the data. */
export type LauncherConfig = z.infer<typeof launcherSchema>;

/** Reads what `npm start` needs; throws a `ConfigError` that names each variable that is wrong. */
export function readLauncherConfig(environment: Environment = process.env): LauncherConfig {
  return parseEnvironment(launcherSchema, environment);
}
