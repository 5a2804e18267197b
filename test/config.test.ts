import { describe, expect, it } from "vitest";
import { ConfigError, readConfig, readLauncherConfig, required } from "../src/config.ts";

describe("the environment", () => {
  it("needs little: a stage and a policy file", () => {
    const config = readConfig({ STAGE: "dev", POLICY_FILE: "infra/policy.yaml" });

    expect(config).toMatchObject({
      tenant: "default",
      log: { level: "info", format: "json" },
      run: { pollSeconds: 30, patienceSeconds: 300 },
    });
  });

  it("is refused with the names of the variables that are wrong, never with their values", () => {
    const read = () =>
      readConfig({
        POLICY_FILE: "p",
        SLACK_BOT_TOKEN: "secret-in-the-wrong-place",
        RUN_POLL_SECONDS: "soon",
      });

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/STAGE.*SLACK_BOT_TOKEN.*RUN_POLL_SECONDS/);
    expect(read).not.toThrow(/secret-in-the-wrong-place/);
  });

  it("takes the hashes of what CloudFront says, and nothing that is no hash", () => {
    const hashes = ["0".repeat(64), "f".repeat(64)];
    const read = (ORIGIN_HASHES: string) =>
      readConfig({ STAGE: "dev", POLICY_FILE: "infra/policy.yaml", ORIGIN_HASHES }).originHashes;

    expect(read(hashes.join(","))).toEqual(hashes);
    expect(read("")).toEqual([]);
    expect(() => read("the header itself")).toThrow("ORIGIN_HASHES");
  });

  it("takes no wait that SQS cannot delay a message for", () => {
    const read = () =>
      readConfig({ STAGE: "dev", POLICY_FILE: "p", RUN_POLL_SECONDS: "901", RUN_LEASE_SECONDS: "901" });

    expect(read).toThrow(/RUN_POLL_SECONDS.*RUN_LEASE_SECONDS/);
  });

  it("takes no wait for an answer that the gateway would cut off", () => {
    const read = () => readConfig({ STAGE: "dev", POLICY_FILE: "p", API_WAIT_SECONDS: "26" });

    expect(read).toThrow(/API_WAIT_SECONDS/);
    expect(readConfig({ STAGE: "dev", POLICY_FILE: "p" }).apiWaitSeconds).toBe(25);
  });

  it.each([
    ["https://git.acme.example/countersign/blob/main/", "https://git.acme.example/countersign/blob/main"],
    ["", undefined],
  ])("takes %j as where runbooks are read: %s", (RUNBOOKS_URL, runbooksUrl) => {
    expect(readConfig({ STAGE: "dev", POLICY_FILE: "p", RUNBOOKS_URL }).runbooksUrl).toBe(runbooksUrl);
  });

  it.each(["http://git.acme.example", "https://x|<!channel>", "https://x/?a=1", "javascript:alert(1)"])(
    "takes no link to runbooks that a chat could misread: %s",
    (RUNBOOKS_URL) => {
      expect(() => readConfig({ STAGE: "dev", POLICY_FILE: "p", RUNBOOKS_URL })).toThrow(/RUNBOOKS_URL/);
    },
  );

  it.each([
    ["https://links.acme.example", true],
    ["https://links.acme.example/prod", true],
    ["https://links.acme.example/?a=1", false],
    ["https://links.acme.example/#a", false],
    ["ftp://links.acme.example", false],
  ])("takes %s as the root of links: %s", (PUBLIC_URL, isTaken) => {
    const read = () => readConfig({ STAGE: "dev", POLICY_FILE: "p", PUBLIC_URL });

    if (isTaken) expect(read().publicUrl).toBe(PUBLIC_URL);
    else expect(read).toThrow(/PUBLIC_URL/);
  });

  it("may lack what a function does not need, and is refused by name where it does", () => {
    const { runQueueUrl } = readConfig({ STAGE: "dev", POLICY_FILE: "p" });

    expect(() => required(runQueueUrl, "RUN_QUEUE_URL")).toThrow("RUN_QUEUE_URL: missing");
  });

  it("tells the role that changes databases, and by which function it is asked for", () => {
    const role = "arn:aws:iam::123456789012:role/countersign-operator";

    const { rds, functionName } = readConfig({
      STAGE: "dev",
      POLICY_FILE: "p",
      RDS_OPERATOR_ROLE_ARN: role,
      RDS_EXTERNAL_ID: "countersign-dev",
      AWS_LAMBDA_FUNCTION_NAME: "countersign-dev-inventory",
    });

    expect(rds).toEqual({ operatorRoleArn: role, externalId: "countersign-dev" });
    expect(functionName).toBe("countersign-dev-inventory");
    expect(readConfig({ STAGE: "dev", POLICY_FILE: "p" }).functionName).toBe("countersign");
  });

  it("leaves a claim to whoever has it for longer than their function can run", () => {
    const { run, deliveryLeaseSeconds } = readConfig({ STAGE: "dev", POLICY_FILE: "p" });

    expect(run.leaseSeconds).toBeGreaterThan(50);
    expect(deliveryLeaseSeconds).toBeGreaterThan(25);
  });

  it("tells the launcher which parts are somewhere else already", () => {
    const config = readLauncherConfig({
      AWS_ENDPOINT_URL_RDS: "http://127.0.0.1:1",
      SLACK_BOT_TOKEN: "xoxb-1",
    });

    expect(config).toMatchObject({
      endpoints: { rds: "http://127.0.0.1:1", dynamodb: undefined, cloudwatch: undefined },
      hasSlack: true,
      hasAwsCredentials: false,
      dataFolder: ".countersign",
      queueRetrySeconds: 10,
    });
  });

  it.each([
    [{ SLACK_SECRET_ID: "countersign/prod/slack" }, false],
    [
      {
        SLACK_SECRET_ID: "countersign/prod/slack",
        AWS_ENDPOINT_URL_SECRETS_MANAGER: "https://secretsmanager.eu-central-1.amazonaws.com",
      },
      true,
    ],
  ])("takes a secret's name for a real Slack only where the secret is a real one: %j", (given, hasSlack) => {
    expect(readLauncherConfig(given).hasSlack).toBe(hasSlack);
  });
});
