import { randomBytes } from "node:crypto";
import { findInteger, findTags, findText, getText, type QueryParameters } from "../rds/query-protocol.ts";
import { RdsError } from "../rds/rds-error.ts";
import type { XmlObject } from "../rds/xml.ts";
import type { Role } from "./sample-roles.ts";
import { parsePolicy, type SessionPolicy, toToken } from "./session-token.ts";

/** Opens a session of one of the roles; refuses by throwing, in AWS's codes. */
export function assumeRole(
  parameters: QueryParameters,
  { roles, lifetimeSeconds, now }: { roles: readonly Role[]; lifetimeSeconds?: number; now: number },
): XmlObject {
  const roleArn = getText(parameters, "RoleArn");
  const name = getText(parameters, "RoleSessionName");
  if (!/^[\w+=,.@-]{2,64}$/.test(name)) throw invalid(`'${name}' at 'roleSessionName' is not a session name`);
  const duration = findInteger(parameters, "DurationSeconds") ?? 3600;
  if (duration < 900 || duration > 3600) throw invalid(`'${duration}' at 'durationSeconds' is out of range`);
  const policy = findPolicy(parameters);
  const role = roles.find(({ arn }) => arn === roleArn);
  // AWS does not tell either whether there is no such role, or another external id was expected.
  if (role === undefined || role.externalId !== findText(parameters, "ExternalId")) {
    throw new RdsError("AccessDenied", `You are not authorized to perform: sts:AssumeRole on ${roleArn}`);
  }
  const expiresAt = now + (lifetimeSeconds ?? duration) * 1000;
  const tags = Object.fromEntries(findTags(parameters, "Tags.member").map(({ key, value }) => [key, value]));
  const session = { roleArn, name, tags, ...(policy && { policy }), expiresAt };
  return {
    Credentials: {
      AccessKeyId: `ASIA${randomBytes(8).toString("hex").toUpperCase()}`,
      SecretAccessKey: randomBytes(20).toString("hex"),
      SessionToken: toToken(session),
      Expiration: new Date(expiresAt),
    },
    AssumedRoleUser: {
      AssumedRoleId: `AROALOCALLOCALLOCAL:${name}`,
      Arn: assumedRoleArn(roleArn, name),
    },
  };
}

/** Whose calls AWS says they are. */
export function assumedRoleArn(roleArn: string, sessionName: string): string {
  return `${roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/${sessionName}`;
}

function findPolicy(parameters: QueryParameters): SessionPolicy | undefined {
  const text = findText(parameters, "Policy");
  if (text === undefined) return undefined;
  if (text.length > 2048) throw invalid("the value at 'policy' is longer than 2048 characters");
  try {
    return parsePolicy(text);
  } catch {
    throw new RdsError("MalformedPolicyDocument", "The policy is not well formed.");
  }
}

function invalid(message: string): RdsError {
  return new RdsError("ValidationError", message);
}
