import { z } from "zod";
import { secondsSchema, settingSchema, textSchema, told } from "./variable.ts";

/** Where `npm start` keeps its data, unless told otherwise. */
export const usualDataFolder = ".countersign";

/** Where `npm start` itself is, and what of AWS it is not to bring along. */
export const launcherVariables = {
  COUNTERSIGN_DATA: textSchema
    .default(usualDataFolder)
    .meta(told("The folder that it keeps its data in.", "you")),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(3900)
    .meta(told("The chat's page; the others take those beside it. 0 is any free one.", "you")),
  QUEUE_RETRY_SECONDS: secondsSchema
    .default(10)
    .meta(told("The longest that a failed or abandoned message stays hidden in the local queues.", "you")),
  AWS_ENDPOINT_URL_DYNAMODB: elsewhere("DynamoDB"),
  AWS_ENDPOINT_URL_SNS: elsewhere("SNS"),
  AWS_ENDPOINT_URL_SQS: elsewhere("SQS"),
  AWS_ENDPOINT_URL_SES: elsewhere("SES"),
  AWS_ENDPOINT_URL_RDS: elsewhere("RDS"),
  AWS_ENDPOINT_URL_S3: elsewhere("S3"),
  AWS_ENDPOINT_URL_CLOUDWATCH: elsewhere("CloudWatch"),
  AWS_ENDPOINT_URL_STS: elsewhere("STS"),
  AWS_ENDPOINT_URL_KMS: elsewhere("KMS"),
  AWS_ENDPOINT_URL_SFN: elsewhere("Step Functions"),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: elsewhere("Secrets Manager"),
  AWS_ACCESS_KEY_ID: z
    .string()
    .optional()
    .meta(told("Credentials for those that are somewhere else; the embedded ones take any.", "you")),
  AWS_PROFILE: z.string().optional().meta(told("The same, by the name of a profile.", "you")),
  AWS_REGION: z.string().default("eu-central-1").meta(told("The region that every client takes.", "you")),
};

/** What `npm start` looks at to know which chats are real ones; read again by the functions. */
export const launcherChatVariables = {
  SLACK_SECRET_ID: settingSchema,
  SLACK_BOT_TOKEN: z.string().optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: z.string().optional(),
  SLACK_API_URL: z.url().optional(),
  TEAMS_SECRET_ID: settingSchema,
  TEAMS_APP_ID: settingSchema,
};

function elsewhere(service: string) {
  return z
    .url()
    .optional()
    .meta(told(`${service} is there, and none is started.`, "you"));
}
