import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDynamoDbAuditLog } from "../../../src/aws/dynamodb/audit-log.ts";
import { makeDynamoDbInventory } from "../../../src/aws/dynamodb/inventory.ts";
import { makeDynamoDbRequestStore } from "../../../src/aws/dynamodb/request-store.ts";
import { tableNamesOf } from "../../../src/aws/dynamodb/tables.ts";
import { makeDynamoDbTokenStore } from "../../../src/aws/dynamodb/token-store.ts";
import { startMailbox } from "../../../src/local/parts/mailbox.ts";
import { startLocalRds } from "../../../src/local/rds/local-rds.ts";
import { type Application, startApplication } from "../application.ts";
import { startEmbeddedAws } from "../embedded-aws.ts";
import { eventually } from "../eventually.ts";
import { openInbox } from "../inbox.ts";
import { startRecordingProxy } from "../recording-proxy.ts";
import { at } from "../sample-instance.ts";
import { startChats } from "./chats.ts";
import type { Service } from "./kill-point.ts";
import { makeLedger } from "./ledger.ts";
import { legible } from "./legible-call.ts";
import { makeActs } from "./people/acts.ts";
import { makePeopleByMail } from "./people/by-mail.ts";
import { makePeopleInSlack } from "./people/in-slack.ts";
import { makePeopleInTeams } from "./people/in-teams.ts";
import { databases, policyText } from "./policy.ts";
import { watchQueues } from "./queues.ts";
import { makeTrap, type Target, type Trap } from "./trap.ts";

/** A snapshot takes 0.8 seconds, so that the first look, after one second, finds it done. */
const rdsSpeed = 12;

/** Short, because they are waited for after a kill; and long against what a step takes on a busy machine. */
const leases = {
  RUN_LEASE_SECONDS: "5",
  RUN_TRACE_SECONDS: "1",
  DELIVERY_LEASE_SECONDS: "6",
  QUEUE_RETRY_SECONDS: "8",
} as const;

/** Where mails say that the links lead: the application's own address is another one after each start. */
const publicUrl = "http://countersign.example";

export type World = Awaited<ReturnType<typeof startWorld>>;

/**
 * The application as a process of its own, started again whenever it is killed, and in this process all that must outlive it: its
 * tables, queues, RDS, mails, Slack and Teams, each behind a proxy that knows when to kill.
 */
export async function startWorld() {
  const folder = await mkdtemp(join(tmpdir(), "countersign-kill-"));
  const aws = await startEmbeddedAws();
  const instances = Object.values(databases).flatMap((names) => names.map((id) => ({ id })));
  const rds = await startLocalRds({ speed: rdsSpeed, instances });
  const mailbox = await startMailbox({ port: 0 });
  const ledger = makeLedger();
  const queues = watchQueues(aws);
  let trap: Trap | undefined;
  let running: Promise<Application>;
  let origin = "";

  const proxies: { readonly stop: () => Promise<void> }[] = [];
  async function behind(service: Service, target: string): Promise<string> {
    const proxy = await startRecordingProxy(target, {
      beforeCall: (call) => trap?.beforeCall(service, legible(service, call)) ?? true,
      afterCall: (call) => {
        ledger.note(call);
        return trap?.afterCall(service, legible(service, call)) ?? true;
      },
    });
    proxies.push(proxy);
    return proxy.url;
  }

  const { slack, teams, ...chats } = await startChats(behind);
  const policyFile = join(folder, "policy.yaml");
  await writeFile(policyFile, policyText);
  const messaging = await behind("messaging", aws.endpoints.sqs);
  const environment = {
    ...chats.environment,
    ...leases,
    POLICY_FILE: policyFile,
    PUBLIC_URL: publicUrl,
    COUNTERSIGN_DATA: join(folder, "data"),
    PORT: "0",
    LOG_FORMAT: "json",
    RUN_POLL_SECONDS: "1",
    AWS_ENDPOINT_URL_DYNAMODB: await behind("dynamodb", aws.endpoints.dynamodb),
    AWS_ENDPOINT_URL_SNS: messaging,
    AWS_ENDPOINT_URL_SQS: messaging,
    AWS_ENDPOINT_URL_RDS: await behind("rds", rds.url),
    // Whatever it answers is unknown to a pre-flight; given, nobody asks the real one.
    AWS_ENDPOINT_URL_CLOUDWATCH: rds.url,
    AWS_ENDPOINT_URL_SES: await behind("mail", mailbox.url),
  };

  async function start(): Promise<Application> {
    ledger.startAnew();
    const application = await startApplication(environment, ledger.noteLine);
    origin = new URL(application.botUrl).origin;
    slack.setRequestUrl(application.botUrl);
    teams.setBotUrl(`${origin}/api/messages`);
    return application;
  }

  function killAndRestart(): void {
    running = running.then(async (application) => {
      await application.kill();
      await queues.showAgain();
      return start();
    });
    // Whoever needs the application next is told.
    running.catch(() => {});
  }

  const tables = tableNamesOf("local");
  const { documents } = aws.clients;
  const inventory = makeDynamoDbInventory(documents, tables);

  async function stop(): Promise<void> {
    await running.then((application) => application.kill()).catch(() => {});
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await Promise.all([chats.stop(), rds.stop(), mailbox.stop(), aws.stop()]);
    await rm(folder, { recursive: true, force: true });
  }

  running = start();
  try {
    await running;
    await chats.letIn();
    await eventually("the inventory", async () => {
      const known = await Promise.all(instances.map(({ id }) => inventory.find(at(id))));
      return known.every((instance) => instance !== undefined);
    });
  } catch (error) {
    await stop();
    throw error;
  }

  /** Settles once the application runs, after a kill for the second time. */
  async function runs(): Promise<void> {
    let seen: Promise<Application>;
    do {
      seen = running;
      await seen;
    } while (seen !== running);
  }

  const inbox = openInbox(mailbox.url);
  const acts = { inSlack: makeActs(runs), inTeams: makeActs(runs), byMail: makeActs(runs) };
  return {
    requests: makeDynamoDbRequestStore(documents, tables),
    auditLog: makeDynamoDbAuditLog(documents, tables),
    tokens: makeDynamoDbTokenStore(documents, tables),
    slack,
    teams,
    inbox,
    ledger,
    queues,
    runs,
    people: {
      inSlack: makePeopleInSlack(slack, acts.inSlack),
      inTeams: makePeopleInTeams(teams, acts.inTeams),
      byMail: makePeopleByMail(inbox, () => origin, acts.byMail),
    },
    /** How many acts of people in the chats got no answer, so far. */
    lost: () => ({ slack: acts.inSlack.lost(), teams: acts.inTeams.lost() }),
    /** Kills the application once it has come to all of these points, and starts it again. */
    killAt(targets: readonly Target[]): Trap {
      trap = makeTrap(targets, { kill: killAndRestart, onHeld: ledger.startDying });
      return trap;
    },
    /** What RDS was told to change about a database, in the order in which it came. */
    async changesOf(database: string): Promise<readonly string[]> {
      const answer = await fetch(`${rds.url}/_control/calls`);
      const calls = (await answer.json()) as { action: string; parameters: Record<string, string> }[];
      return calls
        .filter(({ action }) => /^(Create|Reboot|Modify|Delete|Start|Stop)/.test(action))
        .flatMap(({ action, parameters }) => (parameters.DBInstanceIdentifier === database ? [action] : []));
    },
    stop,
  };
}
