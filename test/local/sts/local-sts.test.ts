import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { expect, onTestFinished, test } from "vitest";
import { startLocalSts } from "../../../src/local/sts/local-sts.ts";
import { memberRoles, sampleExternalId } from "../../../src/local/sts/sample-roles.ts";

async function start() {
  const server = await startLocalSts();
  onTestFinished(() => server.stop());
  const clientWith = (credentials: {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
  }) => {
    const client = new STSClient({
      endpoint: server.url,
      region: "eu-central-1",
      credentials,
      maxAttempts: 1,
    });
    onTestFinished(() => client.destroy());
    return client;
  };
  return { clientWith, client: clientWith({ accessKeyId: "local", secretAccessKey: "local" }) };
}

const asked: AssumeRoleCommandInput = {
  RoleArn: memberRoles.reader,
  RoleSessionName: "countersign-inventory",
  ExternalId: sampleExternalId,
};

test("a role is lent for the time that is asked for, and its session knows who it is", async () => {
  const { client, clientWith } = await start();
  const before = Date.now();

  const { Credentials, AssumedRoleUser } = await client.send(
    new AssumeRoleCommand({ ...asked, DurationSeconds: 900 }),
  );
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "", Expiration } = Credentials ?? {};
  const session = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  const identity = await clientWith(session).send(new GetCallerIdentityCommand({}));

  const arn = "arn:aws:sts::210987654321:assumed-role/countersign-reader/countersign-inventory";
  expect(AssumedRoleUser?.Arn).toBe(arn);
  expect(identity).toMatchObject({ Account: "210987654321", Arn: arn });
  const seconds = ((Expiration?.getTime() ?? 0) - before) / 1000;
  expect(Math.round(seconds / 10) * 10).toBe(900);
});

test("who has no session is the account itself", async () => {
  const { client } = await start();

  const identity = await client.send(new GetCallerIdentityCommand({}));

  expect(identity).toMatchObject({ Account: "123456789012", Arn: "arn:aws:iam::123456789012:root" });
});

test.each<[string, Partial<AssumeRoleCommandInput>, string]>([
  ["another external id", { ExternalId: "guessed" }, "AccessDenied"],
  ["no external id", { ExternalId: undefined }, "AccessDenied"],
  ["a role that is not there", { RoleArn: "arn:aws:iam::210987654321:role/other" }, "AccessDenied"],
  ["a session name with a space", { RoleSessionName: "two words" }, "ValidationError"],
  ["a session name of one letter", { RoleSessionName: "r" }, "ValidationError"],
  ["a session name that is too long", { RoleSessionName: "r".repeat(65) }, "ValidationError"],
  ["too short a time", { DurationSeconds: 899 }, "ValidationError"],
  ["a longer time than a chained role is given for", { DurationSeconds: 3601 }, "ValidationError"],
  ["a policy that is too long", { Policy: " ".repeat(2049) }, "ValidationError"],
  ["a policy that is none", { Policy: '{"Statement":[{"Effect":"Allow"}]}' }, "MalformedPolicyDocument"],
  ["a policy that is no JSON", { Policy: "{" }, "MalformedPolicyDocument"],
])("%s is refused", async (_what, changes, code) => {
  const { client } = await start();

  const refused = client.send(new AssumeRoleCommand({ ...asked, ...changes }));

  await expect(refused).rejects.toMatchObject({
    name: expect.stringMatching(new RegExp(`^${code}(Exception)?$`)),
  });
});
