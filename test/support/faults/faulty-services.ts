import { join } from "node:path";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { putSecret } from "../../../src/aws/secrets-manager/put-secret.ts";
import { startLocalCloudWatch } from "../../../src/local/cloudwatch/local-cloudwatch.ts";
import { startLocalKms } from "../../../src/local/kms/local-kms.ts";
import { startMailbox } from "../../../src/local/parts/mailbox.ts";
import { startLocalRds } from "../../../src/local/rds/local-rds.ts";
import { startLocalSecretsManager } from "../../../src/local/secrets/local-secrets-manager.ts";
import { startLocalSts } from "../../../src/local/sts/local-sts.ts";
import { startEmbeddedAws } from "../embedded-aws.ts";
import type { Service } from "./call-kind.ts";
import { type FaultProxyOptions, startFaultProxy } from "./start-fault-proxy.ts";

const slackSecretId = "countersign/slack";

/** Everything of AWS that the handlers call, each behind a proxy of its own; `slack` is what Secrets Manager keeps for them. */
export async function startFaultyServices(
  fateOf: (
    service: Service,
    ...given: Parameters<FaultProxyOptions["fateOf"]>
  ) => ReturnType<FaultProxyOptions["fateOf"]>,
  onDone: FaultProxyOptions["onDone"],
  { slack, rdsSpeed }: { readonly slack: object; readonly rdsSpeed: number },
) {
  const aws = await startEmbeddedAws();
  const [rds, sts, kms, secrets, cloudwatch, mailbox] = await Promise.all([
    startLocalRds({ speed: rdsSpeed }),
    startLocalSts(),
    startLocalKms({ keyFile: join(aws.folder, "decision-key.pem") }),
    startLocalSecretsManager({ file: join(aws.folder, "secrets.json") }),
    startLocalCloudWatch(),
    startMailbox({ port: 0 }),
  ]);
  await storeSecret(secrets.url);
  const targets: Readonly<Record<Service, string>> = {
    dynamodb: aws.endpoints.dynamodb,
    messaging: aws.endpoints.sqs,
    rds: rds.url,
    sts: sts.url,
    ses: mailbox.url,
    kms: kms.url,
    secrets: secrets.url,
    cloudwatch: cloudwatch.url,
  };
  const behind = async (service: Service) =>
    startFaultProxy({ service, target: targets[service], fateOf: (call) => fateOf(service, call), onDone });
  const proxies = {
    dynamodb: await behind("dynamodb"),
    messaging: await behind("messaging"),
    rds: await behind("rds"),
    sts: await behind("sts"),
    ses: await behind("ses"),
    kms: await behind("kms"),
    secrets: await behind("secrets"),
    cloudwatch: await behind("cloudwatch"),
  };

  async function storeSecret(endpoint: string): Promise<void> {
    const client = new SecretsManagerClient({ ...aws.access, endpoint });
    await client.send(new CreateSecretCommand({ Name: slackSecretId }));
    await putSecret(client, slackSecretId, slack);
    client.destroy();
  }

  return {
    aws,
    inboxUrl: mailbox.url,
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: proxies.dynamodb.url,
      AWS_ENDPOINT_URL_SNS: proxies.messaging.url,
      AWS_ENDPOINT_URL_SQS: proxies.messaging.url,
      AWS_ENDPOINT_URL_S3: aws.endpoints.s3,
      AWS_ENDPOINT_URL_RDS: proxies.rds.url,
      AWS_ENDPOINT_URL_STS: proxies.sts.url,
      AWS_ENDPOINT_URL_SES: proxies.ses.url,
      AWS_ENDPOINT_URL_KMS: proxies.kms.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: proxies.secrets.url,
      AWS_ENDPOINT_URL_CLOUDWATCH: proxies.cloudwatch.url,
      SLACK_SECRET_ID: slackSecretId,
    },
    /** The calls that change a database, as RDS got them: one line each, which names the session that made it. */
    async changingCalls(): Promise<readonly string[]> {
      const calls = (await (await fetch(`${rds.url}/_control/calls`)).json()) as {
        readonly action: string;
      }[];
      return calls
        .filter(({ action }) => /^(Create|Reboot|Modify|Delete|Start|Stop)/.test(action))
        .map((call) => `${call.action} ${JSON.stringify(call)}`);
    },
    /** The databases of the start again, and no snapshot: RDS keeps a hundred, and a long soak makes more. */
    async resetRds(): Promise<void> {
      await fetch(`${rds.url}/_control/reset`, { method: "POST" });
    },
    async stop(): Promise<void> {
      await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
      await Promise.all([rds, sts, kms, secrets, cloudwatch, mailbox].map((part) => part.stop()));
      await aws.stop();
    },
  };
}
