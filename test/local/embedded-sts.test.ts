import { expect, onTestFinished, test } from "vitest";
import { makeRdsClients } from "../../src/aws/rds/rds-clients.ts";
import { makeRdsGateway } from "../../src/aws/rds/rds-gateway.ts";
import { makeAccountAccess } from "../../src/aws/sts/account-access.ts";
import { makeAssumeRole, makeStsClient } from "../../src/aws/sts/assume-role.ts";
import { readConfig, readLauncherConfig } from "../../src/config.ts";
import { requestIdSchema } from "../../src/core/request.ts";
import { startEmbeddedAws } from "../../src/local/embedded.ts";
import { makeTempFolder } from "./parts/temp-folder.ts";

const nowhere = "http://127.0.0.1:9";

/** Only RDS and STS are embedded, unless they are elsewhere too. */
async function start(variables: Readonly<Record<string, string>> = {}) {
  const config = readLauncherConfig({
    PORT: "0",
    AWS_ENDPOINT_URL_DYNAMODB: nowhere,
    AWS_ENDPOINT_URL_SNS: nowhere,
    AWS_ENDPOINT_URL_SQS: nowhere,
    AWS_ENDPOINT_URL_SES: nowhere,
    ...variables,
  });
  const aws = await startEmbeddedAws(await makeTempFolder(), config);
  onTestFinished(() => aws.stop());
  return aws.environment;
}

test("a change of the embedded RDS is made in the session of its request, as in production", async () => {
  const environment = await start();
  const { rds, functionName } = readConfig({ STAGE: "local", POLICY_FILE: "p", ...environment });
  const own = { region: "eu-central-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  const sts = makeStsClient({ ...own, endpoint: environment.AWS_ENDPOINT_URL_STS ?? "" });
  onTestFinished(() => sts.destroy());
  const access = makeAccountAccess(makeAssumeRole(sts), {
    accounts: [],
    ownOperatorRole: rds.operatorRoleArn,
    externalId: rds.externalId,
    sessionName: functionName,
  });
  const endpoint = environment.AWS_ENDPOINT_URL_RDS ?? "";
  const gateway = makeRdsGateway(makeRdsClients({ ...own, endpoint }, undefined, access));

  const answer = await gateway.call(
    { account: "123456789012", region: "eu-central-1" },
    { action: "StopDBInstance", instanceId: "dev-postgres-01" },
    { id: requestIdSchema.parse("req-0000000001"), environment: "development" },
  );

  const calls = await (await fetch(`${endpoint}/_control/calls`)).json();
  expect(answer.ok).toBe(true);
  expect(calls).toMatchObject([{ action: "StopDBInstance", session: { name: "req-0000000001" } }]);
});

test.each([
  ["RDS", { AWS_ENDPOINT_URL_RDS: nowhere }],
  ["STS", { AWS_ENDPOINT_URL_STS: nowhere }],
])(
  "with an %s elsewhere no embedded role is named, as that one would not know it",
  async (_what, variables) => {
    const environment = await start(variables);

    expect(environment).toMatchObject(variables);
    expect(environment).not.toHaveProperty("RDS_OPERATOR_ROLE_ARN");
    expect(Object.values(environment).filter((value) => value.includes("role/"))).toEqual([]);
  },
);
