import { PolicyFileError } from "../app/files/policy-file-error.ts";
import { SecretShapeError } from "../app/secrets/secret-shape-error.ts";
import { ConfigError } from "../config.ts";
import { ManifestError } from "../manifests/manifest-error.ts";
import { ConfigFileError } from "../onprem/config-file-error.ts";

const credentialsHint =
  "Give the AWS SDK credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or env_file in the configuration.";
const networkHint =
  "AWS cannot be reached from here: look at the network, the region and AWS_ENDPOINT_URL_*.";
const rightsHint =
  "The credentials lack a right. Which it takes: docs/on-premises.md for trigger and poller, docs/doctor.md, docs/audit.md and docs/secrets.md for these.";
const placeHint =
  "Nothing of that name is here: look at --stage, --region, and whose account the credentials are of.";

/** How DynamoDB, SQS, S3 and KMS say that what was named is not there. */
const missingNames: readonly string[] = [
  "ResourceNotFoundException",
  "QueueDoesNotExist",
  "NoSuchBucket",
  "NotFoundException",
];

/** Their messages are sentences already. */
const explained = [ConfigFileError, ConfigError, PolicyFileError, SecretShapeError, ManifestError];

/**
 * What is the matter, in sentences, and what to do where that is known. Nothing for an error that only a stack explains: a defect.
 */
export function explainError(error: unknown): string | undefined {
  if (explained.some((kind) => error instanceof kind) && error instanceof Error) return error.message;
  if (!(error instanceof Error) || !isFromOutside(error)) return undefined;
  const chain = causesOf(error);
  const hint = chain.map(hintOf).find((one) => one !== undefined);
  const lines = chain.map(({ message }, depth) => `${"  ".repeat(Math.min(depth, 1))}${message}`);
  return [...lines, ...(hint === undefined ? [] : [hint])].join("\n");
}

/** AWS or the system says in its message what is the matter. */
function isFromOutside(error: Error): boolean {
  return "syscall" in error || "$metadata" in error || error.name === "GatewayError";
}

function causesOf(error: Error): readonly Error[] {
  return error.cause instanceof Error ? [error, ...causesOf(error.cause)] : [error];
}

function hintOf(error: Error): string | undefined {
  if (error.name === "CredentialsProviderError") return credentialsHint;
  if (error.name === "AccessDeniedException" || error.name === "AccessDenied") return rightsHint;
  if (missingNames.includes(error.name)) return placeHint;
  return "syscall" in error && ["connect", "getaddrinfo"].includes(String(error.syscall))
    ? networkHint
    : undefined;
}
