import { z } from "zod";
import { tenantSchema } from "../core/api/tenant.ts";
import { delaySchema, secondsSchema, settingSchema, textSchema, told } from "./variable.ts";

const arnSchema = z.string().startsWith("arn:");

/** Which deployment this is, and by what rules. */
export const deploymentVariables = {
  STAGE: textSchema.meta(
    told("The deployment's stage: tables, queues and keys have it in their names.", "serverless.yml"),
  ),
  TENANT: tenantSchema
    .default("default")
    .meta(told("Whose requests the chats and mailboxes show; other tenants have the API.", "serverless.yml")),
  POLICY_FILE: textSchema.meta(
    told("The [policy](policy.md): a path in the function's package.", "serverless.yml"),
  ),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
    .default("info")
    .meta(told("The least that is logged.", "serverless.yml")),
  LOG_FORMAT: z
    .enum(["json", "pretty"])
    .default("json")
    .meta(told("JSON lines, or lines for people.", "npm start")),
  AWS_LAMBDA_FUNCTION_NAME: z
    .string()
    .min(2)
    .max(64)
    .default("countersign")
    .meta(told("The function's name: its sessions in other accounts are named after it.", "Lambda")),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .regex(/^[^?#]*$/, "an address without ? and #")
    .optional()
    .meta(
      told(
        "Where people reach it from outside, without `?` and `#`: the links in mails and to the analytics begin with it.",
        "serverless.yml",
      ),
    ),
  ORIGIN_HASHES: z
    .string()
    .regex(/^(?:[0-9a-f]{64}(?:,[0-9a-f]{64})*)?$/, "SHA-256 in hexadecimal, with commas between them")
    .default("")
    .transform((text) => text.split(",").filter((hash) => hash !== ""))
    .meta(
      told(
        "The SHA-256 of what CloudFront says to the API, with a comma between two; empty where it does not stand before it.",
        "serverless.yml",
      ),
    ),
  RUNBOOKS_URL: settingSchema
    .pipe(
      z
        .string()
        .regex(/^https:\/\/[\w.:/~%+-]+$/, "an address that begins with https://")
        .transform((url) => url.replace(/\/+$/, ""))
        .optional(),
    )
    .meta(
      told(
        "Where this repository's files are read, such as `https://github.com/acme/countersign/blob/main`: [alarms](alarms.md) link to their runbooks there.",
        "serverless.yml",
      ),
    ),
};

/** What it talks to in AWS, beside the tables. */
export const resourceVariables = {
  EVENTS_TOPIC_ARN: textSchema.optional().meta(told("The topic that every event goes to.", "serverless.yml")),
  RUN_QUEUE_URL: textSchema
    .optional()
    .meta(told("The queue of the operations' next steps.", "serverless.yml")),
  DECISION_QUEUE_URL: textSchema
    .optional()
    .meta(told("The queue that the pollers on the premises read.", "serverless.yml")),
  DECISION_KEY_ID: textSchema
    .optional()
    .meta(told("The KMS key that signs what goes to the pollers.", "serverless.yml")),
  ARCHIVE_BUCKET: textSchema
    .optional()
    .meta(told("The bucket of the requests that ended long ago.", "serverless.yml")),
  SEAL_BUCKET: textSchema
    .optional()
    .meta(told("The locked bucket of the audit log's daily seals.", "serverless.yml")),
  SEAL_KEY_ID: textSchema.optional().meta(told("The KMS key that signs the seals.", "serverless.yml")),
  SECRETS_KEY_ID: textSchema
    .optional()
    .meta(
      told(
        "The KMS key that seals webhooks' secrets and workflows' tokens in the tables, and links to the analytics.",
        "serverless.yml",
      ),
    ),
  QUESTION_REVIEW_ARN: arnSchema
    .optional()
    .meta(told("The state machine of question reviews ([workflows](step-functions.md)).", "serverless.yml")),
  RDS_OPERATOR_ROLE_ARN: arnSchema
    .optional()
    .meta(
      told("The role that changes databases in its own account ([accounts](accounts.md)).", "serverless.yml"),
    ),
  RDS_EXTERNAL_ID: z
    .string()
    .min(2)
    .optional()
    .meta(told("The external id by which the roles of other accounts know it.", "serverless.yml")),
};

/** How long it waits. */
export const timingVariables = {
  RUN_POLL_SECONDS: delaySchema.default(30).meta(told("Between two looks at an operation that runs.", "you")),
  RUN_PATIENCE_SECONDS: secondsSchema
    .default(300)
    .meta(
      told(
        "How long an operation may run before it counts as failed, where the operation says nothing of its own.",
        "you",
      ),
    ),
  RUN_LEASE_SECONDS: delaySchema
    .default(60)
    .meta(told("A step's claim on a run: longer than `run-operation` can live.", "you")),
  RUN_TRACE_SECONDS: delaySchema
    .default(300)
    .meta(
      told(
        "How late RDS may tell of a restart or failover; after an interruption, it is not asked for again before.",
        "you",
      ),
    ),
  DELIVERY_LEASE_SECONDS: secondsSchema
    .default(30)
    .meta(told("A notifier's claim on a message: longer than its function can live.", "you")),
  API_WAIT_SECONDS: secondsSchema
    .max(25)
    .default(25)
    .meta(
      told(
        "The longest that the API holds an answer back: the gateway waits for 30 seconds at most, and the way there and back takes its time.",
        "you",
      ),
    ),
  SECRET_AGE_SECONDS: secondsSchema
    .max(3600)
    .default(300)
    .meta(
      told(
        "The longest that a function uses a secret without reading it again ([secrets](secrets.md)).",
        "you",
      ),
    ),
};
