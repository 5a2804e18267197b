import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { DynamoDBClient, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueUrlCommand, PurgeQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Finding } from "../../src/app/doctor/check.ts";
import { runChecks } from "../../src/app/doctor/run-checks.ts";
import { wireChecks } from "../../src/cli/doctor/wire-checks.ts";
import { wireTests } from "../../src/cli/doctor/wire-tests.ts";
import { openDeployment } from "../../src/cli/open-deployment.ts";
import { readLauncherConfig } from "../../src/config.ts";
import { personIdSchema } from "../../src/core/person.ts";
import { type Launched, launch } from "../../src/local/launch.ts";
import { acmeTenant } from "../../src/local/teams/acme-tenant.ts";
import { openTrigger } from "../../src/onprem/trigger/open-trigger.ts";
import { eventually } from "../support/eventually.ts";
import { signedHeaders } from "../support/strict-slack/signing.ts";
import { makeDataFolder } from "./launcher.ts";

let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let application: Launched;

beforeAll(async () => {
  folder = await makeDataFolder();
  process.env.LOG_LEVEL = "silent";
  const config = readLauncherConfig({ COUNTERSIGN_DATA: folder.data, PORT: "0" });
  application = await launch(config, process.env, { isFresh: false, report: () => {} });
}, 60_000);

afterAll(async () => {
  await application.stop();
  await folder.remove();
});

/** A command in another terminal, which knows no more than where the data folder is. */
const run = (...args: readonly string[]) => pipe("", ...args);

/** The same, with this at its standard input. */
async function pipe(input: string, ...args: readonly string[]) {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, HOME, NODE_COMPILE_CACHE, COUNTERSIGN_DATA: folder.data };
  const done = promisify(execFile)(process.execPath, ["src/cli/countersign.ts", ...args], { env });
  done.child.stdin?.end(input);
  return done.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  );
}

/** Of the checks of these names, with the environment changed for so long. */
async function look(
  names: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  patience = 8000,
) {
  const before = Object.keys(environment).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, environment);
  onTestFinished(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  const checks = wireChecks(await openDeployment({})).filter(({ name }) => names.includes(name));
  return (await runChecks(checks, patience)).flatMap(({ findings }) => findings);
}

async function serve(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const amiss = (findings: readonly Finding[]) => findings.filter(({ status }) => status === "problem");

describe("doctor", () => {
  test("finds a launched application well by one command, and says so as JSON", async () => {
    const { code, said } = await run("doctor", "--json");

    const { is_well, problems, warnings, checks } = JSON.parse(said);
    expect({ code, is_well, problems, warnings }).toEqual({
      code: 0,
      is_well: true,
      problems: 0,
      warnings: 0,
    });
    expect(checks.map(({ name }: { name: string }) => name)).toEqual([
      "tables",
      "topics",
      "queues",
      "mail",
      "slack",
      "teams",
      "roles",
      "clock",
      "policy",
      "keys",
      "pollers",
      "seals",
    ]);
  }, 30_000);

  test("has a test approved on each surface, and tells how long each hop took", async () => {
    const { config } = await openDeployment({});
    const tests = await wireTests(config, personIdSchema.parse("priya.nair@acme.example"));

    const [slack, teams, email] = await runChecks(tests, 60_000);

    const hops = (findings: readonly Finding[] = []) =>
      findings.map(({ status, about }) => `${about}: ${status}`);
    const ofChats = [
      "filed",
      "posted",
      "signed approval taken",
      "approval counted",
      "card shows it",
      "cancelled",
      "card shows that",
    ].map((about) => `${about}: ok`);
    expect(hops(slack?.findings)).toEqual(ofChats);
    expect(hops(teams?.findings)).toEqual(ofChats);
    expect(hops(email?.findings)).toEqual(
      ["filed", "posted", "signed approval taken", "approval counted", "cancelled"].map(
        (about) => `${about}: ok`,
      ),
    );
  }, 90_000);

  test("says of the real Teams what cannot be shown from here, and shows the rest", async () => {
    const { config } = await openDeployment({});
    const real = { ...config, teams: { ...config.teams, signerUrl: undefined } };
    const [teams] = (await wireTests(real, personIdSchema.parse("priya.nair@acme.example"))).filter(
      ({ name }) => name === "send teams",
    );

    const findings = await teams?.look();

    expect(findings?.map(({ status, about }) => `${about}: ${status}`)).toEqual([
      "filed: ok",
      "posted: ok",
      "unsigned approval refused: ok",
      "signed approval: skipped",
      "cancelled: ok",
      "card shows that: ok",
    ]);
  }, 90_000);

  test("a token that Slack does not take", async () => {
    const given = { SLACK_BOT_TOKEN: "xoxb-another", SLACK_SIGNING_SECRET: "another" };

    const found = amiss(await look(["slack"], given));

    expect(found).toMatchObject([{ about: "Slack", text: "does not take the bot token: invalid_auth" }]);
  });

  test("the bot that Teams lets in", async () => {
    expect(await look(["teams"])).toMatchObject([{ status: "ok", about: "Teams" }]);
  });

  test.each([
    [
      "a password that Microsoft's login does not take",
      {
        TEAMS_APP_ID: "8f1c2d3e-4a5b-4c6d-8e7f-9a0b1c2d3e4f",
        TEAMS_APP_PASSWORD: "another",
        TEAMS_TENANT_IDS: "11111111-2222-4333-8444-555555555555",
      },
      "login refused the bot: 401",
    ],
    ["a login that cannot be reached", { TEAMS_LOGIN_URL: "http://127.0.0.1:9" }, "login did not answer"],
  ])("%s, without telling it", async (_what, environment, why) => {
    const found = amiss(await look(["teams"], environment));

    expect(found).toMatchObject([{ about: "Teams", text: expect.stringContaining(why) }]);
    expect(JSON.stringify(found)).not.toContain("another");
  });

  test("messages that could not be worked off", async () => {
    const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
    const QueueName = "countersign-dispatch-dead-local";
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "dead" }));

    const found = amiss(await look(["queues"]));
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    sqs.destroy();

    expect(found).toMatchObject([{ about: QueueName, text: "1 messages could not be worked off" }]);
    expect(found[0]?.mend).toContain("redrive");
  });

  test("a role that is refused", async () => {
    const found = amiss(await look(["roles"], { RDS_EXTERNAL_ID: "another" }));

    expect(found).toMatchObject([
      { about: "123456789012:role/countersign-operator", text: "cannot be taken on: AccessDenied" },
    ]);
  });

  test("a clock that is off, though AWS refuses every call for it", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(403, { date: new Date(Date.now() - 600_000).toUTCString() }).end();
    });

    const found = amiss(await look(["clock"], { AWS_ENDPOINT_URL_STS: url }));

    expect(found).toMatchObject([{ about: "clock" }]);
    expect(found[0]?.text).toMatch(/^(599|600)\.\d s ahead of AWS$/);
  });

  test("a part that hangs, and no other check suffers from it", async () => {
    const url = await serve(() => {});

    const found = await look(["keys", "policy", "tables"], { AWS_ENDPOINT_URL_KMS: url }, 3000);

    expect(amiss(found)).toMatchObject([
      { about: "keys", text: expect.stringContaining("could not be looked at") },
    ]);
    expect(found.filter(({ status }) => status === "ok").length).toBeGreaterThan(5);
  });

  test("a policy file that is none", async () => {
    const found = amiss(await look(["policy"], { POLICY_FILE: "package.json" }));

    expect(found).toMatchObject([{ about: "package.json", text: expect.stringContaining("version") }]);
  });
});

describe("audit", () => {
  test("the record of a launched application holds, until somebody changes one letter of it", async () => {
    const trigger = openTrigger(application.triggerFile);
    const asked = {
      subject: "db-7",
      issue: "slow",
      action: "restart_service",
      parameters: { unit: "nginx" },
    };
    const filed = await trigger.ask({ ...asked, correlationId: "operators" });
    trigger.close();
    const id = filed.ok ? filed.value.id : "";

    const whole = await run("audit", "verify", "--json");
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient());
    await documents.send(
      new UpdateCommand({
        TableName: "rds-audit-log-local",
        Key: { request_id: id, sequence: 1 },
        UpdateExpression: "SET #actor = :actor",
        ExpressionAttributeNames: { "#actor": "actor" },
        ExpressionAttributeValues: { ":actor": "Dana.reyes@acme.example" },
      }),
    );
    documents.destroy();
    const changed = await run("audit", "verify");
    const mistake = await run("audit", "verify", "--day", "yesterday");

    expect(whole.code).toBe(0);
    expect(JSON.parse(whole.said)).toMatchObject({ holds: true, found: 0, seals: 1 });
    expect(changed.code).toBe(1);
    expect(changed.said).toContain(`${id}, event 1: its content was changed: hash should be`);
    expect(mistake.code).toBe(2);
  }, 60_000);
});

test("an index that is missing", async () => {
  const dynamodb = new DynamoDBClient();
  const Delete = { IndexName: "actor-index" };
  await dynamodb.send(
    new UpdateTableCommand({ TableName: "rds-audit-log-local", GlobalSecondaryIndexUpdates: [{ Delete }] }),
  );
  dynamodb.destroy();

  const found = amiss(await look(["tables"]));

  expect(found).toMatchObject([{ about: "rds-audit-log-local", text: "the index actor-index is missing" }]);
});

test("a secret that is put while the application runs counts at once, and what the one before has signed is not refused", async () => {
  const { botToken, signingSecret } = JSON.parse(
    await readFile(join(folder.data, "slack-secrets.json"), "utf8"),
  );
  const fresh = "0123456789abcdef0123456789abcdef";

  const { code, said } = await pipe(JSON.stringify({ signing_secret: fresh }), "secrets", "put", "slack");

  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining("Countersign in Acme") });
  expect(said).not.toContain(fresh);
  const environment =
    JSON.stringify(process.env) + (await readFile(join(folder.data, "operator.env"), "utf8"));
  expect([botToken, signingSecret, fresh].filter((one) => environment.includes(one))).toEqual([]);
  await eventually("the new secret counts", async () => (await sendSigned(fresh)) === 200);
  expect([await sendSigned(signingSecret), await sendSigned("another")]).toEqual([200, 401]);

  async function sendSigned(secret: string): Promise<number> {
    const body = new URLSearchParams({ ssl_check: "1", token: "t" }).toString();
    const headers = signedHeaders(body, secret, Math.floor(Date.now() / 1000));
    return (await fetch(application.botUrl, { method: "POST", headers, body })).status;
  }
});

test("the app's manifest for Teams has its id out of the secret, and is all that is printed", async () => {
  const { code, said } = await run("manifest", "teams", "--url", "https://countersign.acme.example");

  expect(code).toBe(0);
  expect(JSON.parse(said)).toMatchObject({
    id: acmeTenant.appId,
    validDomains: ["countersign.acme.example"],
  });
});
