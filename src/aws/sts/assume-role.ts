import { AssumeRoleCommand, STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import { GatewayError } from "../../app/gateway-error.ts";
import { boundedClient } from "../bounded-client.ts";

interface RoleSession {
  readonly roleArn: string;
  readonly externalId: string | undefined;
  /** Shown in CloudTrail beside each call; 2 to 64 letters, digits and +=,.@-_ */
  readonly name: string;
  /** What the role's own policy can ask the session for, as `aws:PrincipalTag`. */
  readonly tags?: Readonly<Record<string, string>>;
  /** What the session may do of what its role may; everything where there is none. */
  readonly policy?: string;
  /** At least 900. A role taken on from another role is given for 3,600 at most. */
  readonly seconds: number;
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Takes on a role. Throws what the SDK throws. */
export type AssumeRole = (session: RoleSession) => Promise<SessionCredentials>;

/** Asked again where STS does not answer: to take on a role twice changes nothing. */
export function makeStsClient(overrides: STSClientConfig = {}): STSClient {
  const bounds = { attempts: 3, connectionMilliseconds: 2000, requestMilliseconds: 5000 };
  return new STSClient({ ...boundedClient(bounds), ...overrides });
}

export function makeAssumeRole(client: STSClient): AssumeRole {
  return async ({ roleArn, externalId, name, tags = {}, policy, seconds }) => {
    const { Credentials } = await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        ExternalId: externalId,
        RoleSessionName: name,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        Policy: policy,
        DurationSeconds: seconds,
      }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
      throw new GatewayError(`STS gave no credentials for ${roleArn}`);
    }
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  };
}
