import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDynamoDbAuditLog } from "../../../src/aws/dynamodb/audit-log.ts";
import { makeDynamoDbInventory } from "../../../src/aws/dynamodb/inventory.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../../src/aws/dynamodb/tables.ts";
import { startMailbox } from "../../../src/local/parts/mailbox.ts";
import { acmeChannels, acmePeople } from "../../../src/local/parts/workspace.ts";
import { startLocalRds } from "../../../src/local/rds/local-rds.ts";
import { sampleInstances } from "../../../src/local/rds/sample-instances.ts";
import { type Application, startApplication } from "../application.ts";
import { startEmbeddedAws } from "../embedded-aws.ts";
import { eventually } from "../eventually.ts";
import { writePolicyWithoutTeams } from "../policy-without-teams.ts";
import { startRecordingProxy } from "../recording-proxy.ts";
import { at } from "../sample-instance.ts";
import { startStrictSlack } from "../strict-slack/start-strict-slack.ts";
import type { KillPoint, Service } from "./kill-points.ts";
import { makeLedger } from "./ledger.ts";
import { watchQueues } from "./queues.ts";
import { makeTrap, type Trap } from "./trap.ts";

const credentials = {
  SLACK_BOT_TOKEN: "xoxb-strict",
  SLACK_SIGNING_SECRET: "strict-signing-secret",
} as const;

/** A snapshot takes 1.4 seconds, so that a look after one second finds it under way and the next one finds it done. */
const rdsSpeed = 7;

/** Short, because they are waited for after a kill; and long against what a step takes on a busy machine. */
const leases = {
  RUN_LEASE_SECONDS: "3",
  RUN_TRACE_SECONDS: "1",
  DELIVERY_LEASE_SECONDS: "3",
  QUEUE_RETRY_SECONDS: "3",
} as const;

export type World = Awaited<ReturnType<typeof startWorld>>;

/**
 * The application as a process of its own, started again whenever it is killed, and in this process all that must outlive
 * it: its tables, queues, RDS and Slack, each behind a proxy that knows when to kill.
 */
export async function startWorld() {
  const folder = await mkdtemp(join(tmpdir(), "countersign-kill-"));
  const aws = await startEmbeddedAws();
  const rds = await startLocalRds({ speed: rdsSpeed });
  const mailbox = await startMailbox({ port: 0 });
  const slack = await startStrictSlack({
    users: Object.values(acmePeople).map(({ id, realName, email }) => ({ id, name: realName, email })),
    channels: Object.values(acmeChannels).map(({ id, name }) => ({ id, name })),
    signingSecret: credentials.SLACK_SIGNING_SECRET,
    botToken: credentials.SLACK_BOT_TOKEN,
    // Nothing here is about how long an answer takes.
    ackLimitMs: 30_000,
  });

  const ledger = makeLedger();
  let trap: Trap | undefined;
  let running: Promise<Application>;

  const watched = (service: Service, target: string) =>
    startRecordingProxy(target, {
      beforeCall: (call) => trap?.beforeCall(service, call) ?? true,
      afterCall: (call) => {
        ledger.note(call);
        return trap?.afterCall(service, call) ?? true;
      },
    });
  const proxies = {
    dynamodb: await watched("dynamodb", aws.endpoints.dynamodb),
    messaging: await watched("messaging", aws.endpoints.sqs),
    rds: await watched("rds", rds.url),
    slack: await watched("slack", slack.url),
  };

  const environment = {
    ...credentials,
    ...leases,
    POLICY_FILE: await writePolicyWithoutTeams(folder),
    COUNTERSIGN_DATA: join(folder, "data"),
    PORT: "0",
    LOG_FORMAT: "json",
    RUN_POLL_SECONDS: "1",
    AWS_ENDPOINT_URL_DYNAMODB: proxies.dynamodb.url,
    AWS_ENDPOINT_URL_SNS: proxies.messaging.url,
    AWS_ENDPOINT_URL_SQS: proxies.messaging.url,
    AWS_ENDPOINT_URL_RDS: proxies.rds.url,
    // Whatever it answers is unknown to a pre-flight; given, nobody asks the real one.
    AWS_ENDPOINT_URL_CLOUDWATCH: rds.url,
    AWS_ENDPOINT_URL_SES: mailbox.url,
    SLACK_API_URL: `${proxies.slack.url}/api/`,
  };

  async function start(): Promise<Application> {
    ledger.startAnew();
    const application = await startApplication(environment, ledger.noteLine);
    slack.setRequestUrl(application.botUrl);
    return application;
  }

  function killAndRestart(): void {
    running = running.then(async (application) => {
      await application.kill();
      return start();
    });
    // Whoever needs the application next is told.
    running.catch(() => {});
  }

  const tables = tableNamesOf("local");
  const stores = {
    requests: makeDynamoDbRequestStore(aws.clients.documents, tables),
    auditLog: makeDynamoDbAuditLog(aws.clients.documents, tables),
  };
  const inventory = makeDynamoDbInventory(aws.clients.documents, tables);
  const queues = watchQueues(aws.clients.sqs);

  async function stop(): Promise<void> {
    await running.then((application) => application.kill()).catch(() => {});
    await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
    await Promise.all([slack.stop(), rds.stop(), mailbox.stop(), aws.stop()]);
    await rm(folder, { recursive: true, force: true });
  }

  running = start();
  try {
    await running;
    await eventually("the inventory", async () => {
      const known = await Promise.all(sampleInstances.map(({ id }) => inventory.find(at(id))));
      return known.every((instance) => instance !== undefined);
    });
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    ...stores,
    slack,
    ledger,
    queues,
    /** Settles once the application runs, after a kill for the second time. */
    runs: async () => {
      let seen: Promise<Application>;
      do {
        seen = running;
        await seen;
      } while (seen !== running);
    },
    /** Kills the application at the point, once, and starts it again. */
    killAt(point: KillPoint): Trap {
      trap = makeTrap(point, killAndRestart);
      return trap;
    },
    /** The calls that change a database, as RDS got them. */
    async changingCalls() {
      const calls = (await (await fetch(`${rds.url}/_control/calls`)).json()) as { action: string }[];
      return calls.filter(({ action }) => /^(Create|Reboot|Modify|Delete|Start|Stop)/.test(action));
    },
    stop,
  };
}
