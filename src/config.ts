import { z } from "zod";
import { tenantSchema } from "./core/api/tenant.ts";

const secondsSchema = z.coerce.number().int().positive();
/** SQS delays no message for longer. */
const delaySchema = secondsSchema.max(900);

/** An empty one counts as not given: `serverless.yml` has no other way to leave it out. */
const settingSchema = z
  .string()
  .optional()
  .transform((text) => (text === "" ? undefined : text));

const configSchema = z
  .object({
    STAGE: z.string().min(1),
    TENANT: tenantSchema.default("default"),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
    LOG_FORMAT: z.enum(["json", "pretty"]).default("json"),
    POLICY_FILE: z.string().min(1),
    EVENTS_TOPIC_ARN: z.string().min(1).optional(),
    RUN_QUEUE_URL: z.string().min(1).optional(),
    DECISION_QUEUE_URL: z.string().min(1).optional(),
    ARCHIVE_BUCKET: z.string().min(1).optional(),
    DECISION_KEY_ID: z.string().min(1).optional(),
    SECRETS_KEY_ID: z.string().min(1).optional(),
    QUESTION_REVIEW_ARN: z.string().startsWith("arn:").optional(),
    SEAL_BUCKET: z.string().min(1).optional(),
    SEAL_KEY_ID: z.string().min(1).optional(),
    RDS_OPERATOR_ROLE_ARN: z.string().startsWith("arn:").optional(),
    RDS_EXTERNAL_ID: z.string().min(2).optional(),
    /** Set by Lambda itself. */
    AWS_LAMBDA_FUNCTION_NAME: z.string().min(2).max(64).default("countersign"),
    SLACK_BOT_TOKEN: z.string().startsWith("xoxb-").optional(),
    SLACK_SIGNING_SECRET: z.string().min(1).optional(),
    /** Set, the bot listens over Socket Mode instead of HTTP; only where a process stays alive. */
    SLACK_APP_TOKEN: z.string().startsWith("xapp-").optional(),
    SLACK_API_URL: z.url().optional(),
    /** The bot's registration in Entra. Without it Teams is not talked to. */
    TEAMS_APP_ID: settingSchema,
    TEAMS_APP_PASSWORD: settingSchema,
    /** New bots are of one tenant. */
    TEAMS_APP_TYPE: z.enum(["SingleTenant", "MultiTenant"]).default("SingleTenant"),
    /** The tenants whose people may come in, with commas between them; exactly one for a SingleTenant bot. */
    TEAMS_TENANT_IDS: z
      .string()
      .default("")
      .transform((text) => text.split(",").map((id) => id.trim()))
      .transform((ids) => ids.filter((id) => id !== ""))
      .pipe(z.array(z.guid())),
    /** Microsoft's own when left out. */
    TEAMS_OPENID_URL: z.url().optional(),
    TEAMS_LOGIN_URL: z.url().optional(),
    /** Where people reach the bot from outside: the links in mails begin with it. */
    PUBLIC_URL: z
      .url({ protocol: /^https?$/ })
      .regex(/^[^?#]*$/, "an address without ? and #")
      .optional(),
    /** The SHA-256 of what CloudFront says to the API, with a comma between two; empty where it does not stand before it. */
    ORIGIN_HASHES: z
      .string()
      .regex(/^(?:[0-9a-f]{64}(?:,[0-9a-f]{64})*)?$/, "SHA-256 in hexadecimal, with commas between them")
      .default("")
      .transform((text) => text.split(",").filter((hash) => hash !== "")),
    /** The sender of the mails, verified in SES: an address, or `Name <address>`. */
    EMAIL_FROM: z
      .string()
      .regex(/^(?:[^<>@\r\n"]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, "an address, or Name <address>")
      .optional(),
    EMAIL_CONFIGURATION_SET: z.string().min(1).optional(),
    WEBHOOK_ATTEMPTS_QUEUE_URL: z.string().min(1).optional(),
    WEBHOOK_DEAD_LETTERS_URL: z.string().min(1).optional(),
    /** Lets webhooks go to this machine, by plain HTTP too. For the embedded default alone: never set it where it is deployed. */
    WEBHOOKS_ON_LOOPBACK: z.stringbool().default(false),
    RUN_POLL_SECONDS: delaySchema.default(30),
    RUN_PATIENCE_SECONDS: secondsSchema.default(300),
    RUN_LEASE_SECONDS: delaySchema.default(60),
    /** How late RDS may tell of a restart or failover; after an interruption, it is not asked for again before. */
    RUN_TRACE_SECONDS: delaySchema.default(300),
    DELIVERY_LEASE_SECONDS: secondsSchema.default(30),
    /** The gateway waits for no answer longer than 30 seconds, and the way there and back takes its time. */
    API_WAIT_SECONDS: secondsSchema.max(25).default(25),
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
    slack: {
      botToken: variables.SLACK_BOT_TOKEN,
      signingSecret: variables.SLACK_SIGNING_SECRET,
      appToken: variables.SLACK_APP_TOKEN,
      apiUrl: variables.SLACK_API_URL,
    },
    teams: {
      appId: variables.TEAMS_APP_ID,
      appPassword: variables.TEAMS_APP_PASSWORD,
      appType: variables.TEAMS_APP_TYPE,
      tenantIds: variables.TEAMS_TENANT_IDS,
      openIdUrl: variables.TEAMS_OPENID_URL,
      loginUrl: variables.TEAMS_LOGIN_URL,
    },
    publicUrl: variables.PUBLIC_URL,
    originHashes: variables.ORIGIN_HASHES,
    email: { from: variables.EMAIL_FROM, configurationSet: variables.EMAIL_CONFIGURATION_SET },
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

/** The environment does not say what this function needs. Names the variables, never their values. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Reads what the environment sets; throws a `ConfigError` that names each variable that is missing or wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  return parseEnvironment(configSchema, environment);
}

/**
 * What an operator's command needs, as `readConfig` has it. `given` by its options counts before what the environment says, and
 * `usual`, what the deployment says of itself, after it.
 */
export function readOperatorConfig(
  given: Readonly<Record<string, string | undefined>>,
  usual: Readonly<Record<string, string | undefined>>,
): Config {
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

/** Where `npm start` keeps its data, unless told otherwise. */
export const usualDataFolder = ".countersign";

/** In the data folder of `npm start`. */
export const operatorFileName = "operator.env";

/** The setting, where this function cannot do without it. */
export function required<Value>(value: Value | undefined, variable: string): Value {
  if (value === undefined) throw new ConfigError(`The environment is not complete. ${variable}: missing`);
  return value;
}

const launcherSchema = z
  .object({
    COUNTERSIGN_DATA: z.string().min(1).default(usualDataFolder),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3900),
    /** The longest that a failed or abandoned message stays hidden in the local queues. */
    QUEUE_RETRY_SECONDS: secondsSchema.default(10),
    AWS_ENDPOINT_URL_DYNAMODB: z.url().optional(),
    AWS_ENDPOINT_URL_SNS: z.url().optional(),
    AWS_ENDPOINT_URL_SQS: z.url().optional(),
    AWS_ENDPOINT_URL_SES: z.url().optional(),
    AWS_ENDPOINT_URL_RDS: z.url().optional(),
    AWS_ENDPOINT_URL_S3: z.url().optional(),
    AWS_ENDPOINT_URL_CLOUDWATCH: z.url().optional(),
    AWS_ENDPOINT_URL_STS: z.url().optional(),
    AWS_ENDPOINT_URL_KMS: z.url().optional(),
    AWS_ENDPOINT_URL_SFN: z.url().optional(),
    AWS_ACCESS_KEY_ID: z.string().optional(),
    AWS_PROFILE: z.string().optional(),
    AWS_REGION: z.string().default("eu-central-1"),
    SLACK_BOT_TOKEN: z.string().optional(),
    SLACK_SIGNING_SECRET: z.string().optional(),
    SLACK_APP_TOKEN: z.string().optional(),
    SLACK_API_URL: z.url().optional(),
    TEAMS_APP_ID: settingSchema,
  })
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
    },
    region: variables.AWS_REGION,
    hasAwsCredentials: variables.AWS_ACCESS_KEY_ID !== undefined || variables.AWS_PROFILE !== undefined,
    hasSlack: variables.SLACK_BOT_TOKEN !== undefined,
    hasTeams: variables.TEAMS_APP_ID !== undefined,
    hasSocketMode: variables.SLACK_APP_TOKEN !== undefined,
  }));

/** What the environment tells `npm start`: which parts are somewhere else already, and where to keep the data. */
export type LauncherConfig = z.infer<typeof launcherSchema>;

/** Reads what `npm start` needs; throws a `ConfigError` that names each variable that is wrong. */
export function readLauncherConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LauncherConfig {
  return parseEnvironment(launcherSchema, environment);
}

function parseEnvironment<Settings>(
  schema: z.ZodType<Settings>,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new ConfigError(`The environment is not complete. ${problems.join("; ")}`);
}
