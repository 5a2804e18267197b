import { describe, expect, it } from "vitest";
import { ConfigError, readConfig, readLauncherConfig, required } from "../src/config.ts";
import { findTeamsBot } from "../src/find-teams-bot.ts";

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
});

describe("the bot in Teams", () => {
  const [acme, other] = ["11111111-2222-4333-8444-555555555555", "99999999-8888-4777-8666-555555555555"];
  const given = {
    STAGE: "dev",
    POLICY_FILE: "p",
    TEAMS_APP_ID: "app",
    TEAMS_APP_PASSWORD: "password",
    TEAMS_TENANT_IDS: acme,
  };
  const botOf = (changes: Record<string, string>) => findTeamsBot(readConfig({ ...given, ...changes }));

  it("is there where it is told of, and else not", () => {
    expect(botOf({})).toMatchObject({ appId: "app", tenantIds: [acme], credentials: { tenant: acme } });
    expect(botOf({ TEAMS_APP_ID: "", TEAMS_TENANT_IDS: "" })).toBeUndefined();
  });

  it("logs in at Bot Framework's own tenant where it is of several", () => {
    const bot = botOf({ TEAMS_APP_TYPE: "MultiTenant", TEAMS_TENANT_IDS: `${acme}, ${other}` });

    expect(bot).toMatchObject({ tenantIds: [acme, other], credentials: { tenant: "botframework.com" } });
  });

  it.each([
    ["TEAMS_TENANT_IDS", { TEAMS_TENANT_IDS: "" }],
    ["TEAMS_TENANT_IDS", { TEAMS_TENANT_IDS: "common" }],
    ["TEAMS_TENANT_IDS", { TEAMS_TENANT_IDS: `${acme},${other}` }],
    ["TEAMS_APP_PASSWORD", { TEAMS_APP_PASSWORD: "" }],
    ["TEAMS_APP_TYPE", { TEAMS_APP_TYPE: "multi-tenant" }],
  ])("is refused with the name of what is wrong: %s %j", (variable, changes) => {
    expect(() => botOf(changes)).toThrow(ConfigError);
    expect(() => botOf(changes)).toThrow(variable);
  });
});
