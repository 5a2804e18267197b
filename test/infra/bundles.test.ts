import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { readInfrastructure } from "../../src/local/provision/read-infrastructure.ts";
import { signedHeaders } from "../support/strict-slack/signing.ts";
import { acmeTeam, acmeTeamsPeople, acmeTenantId } from "../support/strict-teams/acme-teams.ts";
import { startStrictTeams } from "../support/strict-teams/start-strict-teams.ts";
import { unzip } from "../support/unzip.ts";
import { copyHandlers, packageService } from "./package-service.ts";

const signingSecret = "bundle-signing-secret";
const teamsBot = {
  TEAMS_APP_ID: "11111111-2222-4333-8444-555555555555",
  TEAMS_APP_PASSWORD: "bundle",
  TEAMS_TENANT_IDS: acmeTenantId,
} as const;
const { functions } = await readInfrastructure({ stage: "dev" });

let folder: string;

/** Unpacked as Lambda does, each in a folder of its own. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-bundles-"));
  const packaged = await packageService(copyHandlers);
  try {
    for (const name of functions.keys()) await unzip(await packaged.zipOf(name), join(folder, name));
  } finally {
    await packaged.remove();
  }
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the expression gives in a fresh process that has loaded the function's bundle, where `handler` is its handler. */
async function evaluateIn(
  functionName: string,
  expression: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const bundle = `./src/lambda/${functionName}.mjs`;
  const program = `
    const { handler } = await import(${JSON.stringify(bundle)});
    process.stdout.write("\\n" + JSON.stringify(await (${expression})));
    process.exit();`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: join(folder, functionName),
    env: {
      STAGE: "dev",
      POLICY_FILE: "infra/policy.yaml",
      EVENTS_TOPIC_ARN: "arn:aws:sns:eu-central-1:000000000000:events",
      RUN_QUEUE_URL: "http://127.0.0.1:9/run",
      DECISION_QUEUE_URL: "http://127.0.0.1:9/decisions",
      DECISION_KEY_ID: "DecisionKey",
      SECRETS_KEY_ID: "SecretsKey",
      WEBHOOK_ATTEMPTS_QUEUE_URL: "http://127.0.0.1:9/attempts",
      WEBHOOK_DEAD_LETTERS_URL: "http://127.0.0.1:9/dead",
      ARCHIVE_BUCKET: "archive",
      QUESTION_REVIEW_ARN: "arn:aws:states:eu-central-1:000000000000:stateMachine:question-review",
      SEAL_BUCKET: "seals",
      SEAL_KEY_ID: "SealKey",
      SLACK_BOT_TOKEN: "xoxb-bundle",
      SLACK_SIGNING_SECRET: signingSecret,
      ...teamsBot,
      ...environment,
      EMAIL_FROM: "countersign@acme.example",
      AWS_REGION: "eu-central-1",
      NODE_OPTIONS: "--enable-source-maps",
    },
  });
  return JSON.parse((await run).stdout.split("\n").at(-1) ?? "");
}

function slackEvent(body: string, contentType: string) {
  const headers = signedHeaders(body, signingSecret, Math.floor(Date.now() / 1000));
  return JSON.stringify({
    headers: { ...headers, "content-type": contentType },
    requestContext: { requestId: "bundle" },
    body: Buffer.from(body).toString("base64"),
    isBase64Encoded: true,
  });
}

test.each([...functions.keys()])("the bundle of %s loads with what its function is given", async (name) => {
  const kind = await evaluateIn(name, "typeof handler");

  expect(kind).toBe("function");
});

test("the bundle of slack answers a signed challenge", async () => {
  const body = JSON.stringify({ type: "url_verification", challenge: "prove-it" });

  const answer = await evaluateIn("slack", `handler(${slackEvent(body, "application/json")})`);

  expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining("prove-it") });
});

test("the bundle of slack answers a signed command", async () => {
  const command = { command: "/rds-request", text: "help", user_id: "U1", team_id: "T1" };
  const body = new URLSearchParams({ ...command, channel_id: "C1", trigger_id: "1.2" }).toString();

  const answer = await evaluateIn(
    "slack",
    `handler(${slackEvent(body, "application/x-www-form-urlencoded")})`,
  );

  expect(answer).toMatchObject({ statusCode: 200, body: expect.stringContaining("/rds-request") });
});

test("the bundle of teams turns away what Teams has not signed", async () => {
  const event = JSON.stringify({
    headers: { "content-type": "application/json", authorization: "Bearer e30.e30.e30" },
    requestContext: { requestId: "bundle" },
    body: JSON.stringify({ type: "message" }),
  });

  const answer = await evaluateIn("teams", `handler(${event})`);

  expect(answer).toMatchObject({
    statusCode: 401,
    body: expect.stringContaining("does not come from Teams"),
  });
});

test("the bundle of teams takes what Teams has signed, with all that is left out of it", async () => {
  const teams = await startStrictTeams({
    appId: teamsBot.TEAMS_APP_ID,
    appPassword: teamsBot.TEAMS_APP_PASSWORD,
    tenantId: teamsBot.TEAMS_TENANT_IDS,
    people: Object.values(acmeTeamsPeople),
    teams: [acmeTeam],
    botUrl: "http://127.0.0.1:9/not-asked",
  });
  onTestFinished(() => teams.stop());
  const activity = {
    type: "typing",
    channelId: "msteams",
    serviceUrl: teams.serviceUrl,
    from: { id: acmeTeamsPeople.dana.id },
    recipient: { id: teams.bot.id },
    conversation: { id: acmeTeam.id, tenantId: teams.tenantId },
  };
  const event = {
    headers: { "content-type": "application/json", authorization: await teams.authorizationOf("good") },
    requestContext: { requestId: "bundle" },
    body: JSON.stringify(activity),
  };

  const answer = await evaluateIn("teams", `handler(${JSON.stringify(event)})`, {
    TEAMS_OPENID_URL: teams.endpoints.channelOpenId,
  });

  expect(answer).toMatchObject({ statusCode: 200 });
});

test("the bundle of notify-teams does without botbuilder, which is slow to load", async () => {
  const sources = await sourcesOf("notify-teams");

  expect(sources.filter((source) => source.includes("/node_modules/botbuilder"))).toEqual([]);
});

test("the bundle of api turns away what nobody has signed", async () => {
  const event = JSON.stringify({
    rawPath: "/operations",
    rawQueryString: "",
    headers: { "content-type": "application/json" },
    requestContext: { requestId: "bundle", domainName: "api", http: { method: "POST" } },
    body: "{}",
  });

  const answer = await evaluateIn("api", `handler(${event})`);

  expect(answer).toMatchObject({ statusCode: 401, body: expect.stringContaining("unauthenticated") });
});

test("the bundle of links says no to what is no link", async () => {
  const event = JSON.stringify({
    rawQueryString: "action=approve&requestId=req-0123456789&token=short",
    requestContext: { requestId: "bundle", http: { method: "GET" } },
  });

  const answer = await evaluateIn("links", `handler(${event})`);

  expect(answer).toMatchObject({ statusCode: 400, body: expect.stringContaining("This link is not valid.") });
});

test("the bundle of notify-operations hands back to the queue what is no alarm", async () => {
  const event = JSON.stringify({ Records: [{ messageId: "message-1", body: '{"Type":"Notification"}' }] });

  const answer = await evaluateIn("notify-operations", `handler(${event}, {})`);

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "message-1" }] });
});

test("the bundle of slack carries no server", async () => {
  const sources = await sourcesOf("slack");
  const packages = new Set(sources.map((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]));

  expect(packages).toContain("@slack/bolt");
  for (const server of ["express", "raw-body", "ws", "@slack/oauth", "@slack/socket-mode"]) {
    expect(packages).not.toContain(server);
  }
});

test.each([...functions.keys()])("the bundle of %s speaks English alone", async (name) => {
  const locales = (await sourcesOf(name)).filter((source) => source.includes("/zod/v4/locales/"));

  expect(locales.map((source) => source.split("/").at(-1))).toEqual(["en.js"]);
});

test.each([...functions.keys()])("the bundle of %s does not ask at start who called pino", async (name) => {
  const sources = await sourcesOf(name);

  expect(sources.filter((source) => source.endsWith("/pino/pino.js"))).toHaveLength(1);
  expect(sources.filter((source) => source.endsWith("/pino/lib/caller.js"))).toEqual([]);
});

async function sourcesOf(functionName: string): Promise<readonly string[]> {
  const map = await readFile(join(folder, functionName, `src/lambda/${functionName}.mjs.map`), "utf8");
  return JSON.parse(map).sources;
}
