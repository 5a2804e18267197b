import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDynamoDbAuditLog } from "../../../src/aws/dynamodb/audit-log.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../../src/aws/dynamodb/tables.ts";
import { readLauncherConfig } from "../../../src/config.ts";
import { launch } from "../../../src/local/launch.ts";
import { ownOperatorRole, sampleExternalId } from "../../../src/local/sts/sample-roles.ts";
import { openInbox } from "../inbox.ts";
import { makeLedger } from "../kill/ledger.ts";
import { watchQueues } from "../kill/queues.ts";
import { writePolicyWithoutTeams } from "../policy-without-teams.ts";
import { acmeSlack } from "../strict-slack/acme-slack.ts";
import { startStrictSlack } from "../strict-slack/start-strict-slack.ts";
import { kindOf } from "./call-kind.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { startFaultyServices } from "./faulty-services.ts";

const slackSecret = { bot_token: "xoxb-strict", signing_secret: "strict-signing-secret" } as const;

/**
 * Short, because they are waited for after a fault. But Lambda ends a function that is slower than its lease, and this process does not:
 * so they are longer than a step takes on a busy machine with all its retries.
 */
const times = {
  RUN_LEASE_SECONDS: "8",
  RUN_TRACE_SECONDS: "1",
  RUN_POLL_SECONDS: "1",
  DELIVERY_LEASE_SECONDS: "12",
  QUEUE_RETRY_SECONDS: "3",
  SECRET_AGE_SECONDS: "1",
  API_WAIT_SECONDS: "2",
} as const;

export type FaultyWorld = Awaited<ReturnType<typeof startFaultyWorld>>;

/**
 * The application's handlers in this process, on services of AWS that are each behind a proxy; the plan's faults begin with
 * `begin`. It writes this process's environment, so one process has one world.
 */
export async function startFaultyWorld() {
  const folder = await mkdtemp(join(tmpdir(), "countersign-faults-"));
  const ledger = makeLedger();
  const problems: unknown[] = [];
  let plan: Pick<FaultPlan, "next"> | undefined;
  const doubled: string[] = [];
  const services = await startFaultyServices(
    (service, call) => {
      const kind = plan && kindOf(service, call);
      const fault = kind === undefined ? undefined : plan?.next(kind);
      if (fault === "double" && service === "rds") doubled.push(`${call.operation} ${call.request}`);
      return fault;
    },
    ledger.note,
    { slack: slackSecret, rdsSpeed: 20 },
  );
  const slack = await startStrictSlack({
    ...acmeSlack,
    signingSecret: slackSecret.signing_secret,
    botToken: slackSecret.bot_token,
    // Nothing here is about how long an answer takes.
    ackLimitMs: 30_000,
  });
  Object.assign(process.env, services.environment, times, {
    AWS_REGION: services.aws.access.region,
    AWS_ACCESS_KEY_ID: "embedded",
    AWS_SECRET_ACCESS_KEY: "embedded",
    RDS_OPERATOR_ROLE_ARN: ownOperatorRole,
    RDS_EXTERNAL_ID: sampleExternalId,
    SLACK_API_URL: slack.url,
    POLICY_FILE: await writePolicyWithoutTeams(folder),
    COUNTERSIGN_DATA: join(folder, "data"),
    PORT: "0",
    LOG_LEVEL: process.env.FAULTS_LOG_LEVEL ?? "silent",
  });
  const launched = await launch(readLauncherConfig(process.env), process.env, {
    isFresh: false,
    report: (problem) => problems.push(problem),
  });
  slack.setRequestUrl(launched.botUrl);
  const restarts = join(folder, "restarts");
  await writeFile(restarts, "");
  const script = join(launched.dataFolder, "on-premises", "restart-service.sh");
  await writeFile(script, `#!/bin/sh\necho "$1" >> ${restarts}\necho "progress: 50 % Half"\n`);
  const tables = tableNamesOf("local");
  const { documents } = services.aws.clients;

  return {
    slack,
    ledger,
    apiUrl: launched.apiUrl,
    triggerFile: launched.triggerFile,
    inbox: openInbox(services.inboxUrl),
    requests: makeDynamoDbRequestStore(documents, tables),
    auditLog: makeDynamoDbAuditLog(documents, tables),
    queues: watchQueues(services.aws),
    /** It runs all the time. */
    runs: async () => {},
    begin: (given: Pick<FaultPlan, "next">) => {
      plan = given;
    },
    problems: () => problems,
    /** The calls that change a database, as RDS got them: one line each, which names the session and so the request. */
    changingCalls: services.changingCalls,
    /** How many of those with such words in them a proxy has made, in this round. */
    doubled: (action: string, word: string) =>
      doubled.filter((call) => call.startsWith(action) && call.includes(word)).length,
    /** To be called when nothing of the round before is on its way. */
    async beginRound(): Promise<void> {
      doubled.splice(0);
      await services.resetRds();
    },
    /** The units whose service was restarted on the premises. */
    restarted: async () => (await readFile(restarts, "utf8")).split("\n").filter((unit) => unit !== ""),
    async accessKeyOf(name: string) {
      const text = await readFile(join(launched.dataFolder, "api-keys", `${name}.env`), "utf8");
      const [, accessKeyId = "", secretAccessKey = ""] = /^KEY=(.+)\nSECRET=(.+)\n$/.exec(text) ?? [];
      return { accessKeyId, secretAccessKey };
    },
    async stop(): Promise<void> {
      plan = undefined;
      await launched.stop();
      await Promise.all([slack.stop(), services.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
