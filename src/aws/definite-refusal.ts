import { z } from "zod";

/** The SDK calls every error whose code it does not know a "client" fault, so the HTTP status has to agree. */
const refusalSchema = z.object({
  name: z.string(),
  $fault: z.literal("client"),
  $metadata: z.object({ httpStatusCode: z.number().min(400).max(499) }),
});

const passing = {
  throttling: [
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "Throttled",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "KMSThrottlingException",
    "TooManyRequestsException",
    "TransactionConflictException",
    "TransactionInProgressException",
  ],
  time: ["RequestExpired", "RequestTimeTooSkewed", "RequestTimeout", "RequestTimeoutException"],
  credentials: [
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
  ],
  /** What the SDK says when the answer names no code: then a proxy may have spoken, not AWS. */
  nameless: ["Error", "UnknownError"],
} as const;

const passingNames: ReadonlySet<string> = new Set(Object.values(passing).flat());

/**
 * True for an AWS error that says: this was understood, was not done, and will not be done if it is sent again. Throttling,
 * time-outs and rejected credentials may pass, so they are not meant; nor is anything where the answer is missing or unclear.
 */
export function isDefiniteRefusal(error: unknown): boolean {
  const refusal = refusalSchema.safeParse(error);
  if (!refusal.success) return false;
  const { name, $metadata } = refusal.data;
  return ![408, 429].includes($metadata.httpStatusCode) && !passingNames.has(name) && !/^\d+$/.test(name);
}
