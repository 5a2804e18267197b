import { z } from "zod";

const secondsSchema = z.coerce.number().int().positive();

const configSchema = z
  .object({
    STAGE: z.string().min(1),
    TENANT: z.string().min(1).default("default"),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
    LOG_FORMAT: z.enum(["json", "pretty"]).default("json"),
    POLICY_FILE: z.string().min(1),
    EVENTS_TOPIC_ARN: z.string().min(1).optional(),
    RUN_QUEUE_URL: z.string().min(1).optional(),
    SLACK_BOT_TOKEN: z.string().startsWith("xoxb-").optional(),
    SLACK_SIGNING_SECRET: z.string().min(1).optional(),
    /** Set, the bot listens over Socket Mode instead of HTTP; only where a process stays alive. */
    SLACK_APP_TOKEN: z.string().startsWith("xapp-").optional(),
    SLACK_API_URL: z.url().optional(),
    RUN_POLL_SECONDS: secondsSchema.default(30),
    RUN_PATIENCE_SECONDS: secondsSchema.default(300),
    RUN_LEASE_SECONDS: secondsSchema.default(60),
    DELIVERY_LEASE_SECONDS: secondsSchema.default(30),
  })
  .transform((variables) => ({
    stage: variables.STAGE,
    tenant: variables.TENANT,
    log: { level: variables.LOG_LEVEL, format: variables.LOG_FORMAT },
    policyFile: variables.POLICY_FILE,
    eventsTopicArn: variables.EVENTS_TOPIC_ARN,
    runQueueUrl: variables.RUN_QUEUE_URL,
    slack: {
      botToken: variables.SLACK_BOT_TOKEN,
      signingSecret: variables.SLACK_SIGNING_SECRET,
      appToken: variables.SLACK_APP_TOKEN,
      apiUrl: variables.SLACK_API_URL,
    },
    run: {
      pollSeconds: variables.RUN_POLL_SECONDS,
      patienceSeconds: variables.RUN_PATIENCE_SECONDS,
      leaseSeconds: variables.RUN_LEASE_SECONDS,
    },
    deliveryLeaseSeconds: variables.DELIVERY_LEASE_SECONDS,
  }));

export type Config = z.infer<typeof configSchema>;

/** The environment does not say what this function needs. Names the variables, never their values. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Reads what the environment sets; throws a `ConfigError` that names each variable that is missing or wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = configSchema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new ConfigError(`The environment is not complete. ${problems.join("; ")}`);
}

/** The setting, where this function cannot do without it. */
export function required<Value>(value: Value | undefined, variable: string): Value {
  if (value === undefined) throw new ConfigError(`The environment is not complete. ${variable}: missing`);
  return value;
}
