import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { actionIds } from "../../src/adapters/slack/render-card.ts";
import { startMailbox } from "../../src/local/parts/mailbox.ts";
import { acmeChannels, acmePeople } from "../../src/local/parts/workspace.ts";
import { startLocalRds } from "../../src/local/rds/local-rds.ts";
import { startApplication } from "../support/application.ts";
import { startEmbeddedAws } from "../support/embedded-aws.ts";
import { eventually } from "../support/eventually.ts";
import type { AnsweredCall } from "../support/recording-proxy.ts";
import { acmeSlack } from "../support/strict-slack/acme-slack.ts";
import { type StrictSlack, startStrictSlack } from "../support/strict-slack/start-strict-slack.ts";
import { startCountingProxy } from "./counting-proxy.ts";

// What one request takes of AWS, as docs/cost.md has it: `npm run bench:calls`. Asked for in Slack under the sample policy,
// approved by two people, run to its end; once with many looks at the run and once with few, so that the difference is that of a look.

const channel = acmeChannels.production.id;
const credentials = { SLACK_BOT_TOKEN: "xoxb-strict", SLACK_SIGNING_SECRET: "strict-signing-secret" };
/** After this long, nothing follows any more from what a person did: the queue of mails waits for 5 seconds. */
const settledMs = 8000;

type Counts = Map<string, number>;

const capacitySchema = z.object({
  TableName: z.string(),
  CapacityUnits: z.number(),
});
const answerSchema = z.object({
  ConsumedCapacity: z.union([capacitySchema, z.array(capacitySchema)]).optional(),
});

function note(counts: Counts, what: string, howMuch = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + howMuch);
}

function noteDynamoDb(counts: Counts, { operation, answer }: AnsweredCall): void {
  const consumed = answerSchema.safeParse(JSON.parse(answer)).data?.ConsumedCapacity;
  if (consumed === undefined) return;
  const reads = operation === "GetItem" || operation === "Query";
  note(counts, `DynamoDB: calls, ${operation}`);
  for (const { TableName, CapacityUnits } of [consumed].flat())
    note(counts, `DynamoDB: ${reads ? "read" : "write"} units, ${TableName}`, CapacityUnits);
}

function noteMessages(counts: Counts, { operation, request }: AnsweredCall): void {
  if (operation === "DeleteMessageBatch") {
    const { QueueUrl, Entries } = JSON.parse(request);
    note(counts, `SQS: taken, ${String(QueueUrl).replace(/^.*\//, "")}`, Entries.length);
  }
  if (operation === "PublishBatch") note(counts, "SNS: published", request.match(/\.Message=/g)?.length);
}

/** Counts one request, the second of its kind, whose functions are warm. */
async function countRequest(pollSeconds: number): Promise<Counts> {
  let counts: Counts = new Map();
  const folder = await mkdtemp(join(tmpdir(), "countersign-count-"));
  const [aws, rds, mailbox] = await Promise.all([
    startEmbeddedAws(),
    startLocalRds({}),
    startMailbox({ port: 0 }),
  ]);
  const slack = await startStrictSlack({
    ...acmeSlack,
    signingSecret: credentials.SLACK_SIGNING_SECRET,
    botToken: credentials.SLACK_BOT_TOKEN,
    ackLimitMs: 30_000,
  });
  const proxies = await Promise.all([
    startCountingProxy(aws.endpoints.dynamodb, (call) => noteDynamoDb(counts, call)),
    startCountingProxy(aws.endpoints.sqs, (call) => noteMessages(counts, call)),
    startCountingProxy(rds.url, ({ operation }) => note(counts, `RDS: ${operation}`)),
    startCountingProxy(mailbox.url, ({ operation }) => note(counts, `SES: ${operation}`)),
  ]);
  const [tables, messaging, databases, mails] = proxies;
  const application = await startApplication(
    {
      ...credentials,
      COUNTERSIGN_DATA: join(folder, "data"),
      PORT: "0",
      LOG_LEVEL: "warn",
      RUN_POLL_SECONDS: String(pollSeconds),
      AWS_ENDPOINT_URL_DYNAMODB: tables.url,
      AWS_ENDPOINT_URL_SNS: messaging.url,
      AWS_ENDPOINT_URL_SQS: messaging.url,
      AWS_ENDPOINT_URL_RDS: databases.url,
      AWS_ENDPOINT_URL_SES: mails.url,
      SLACK_API_URL: slack.url,
    },
    () => {},
  );
  slack.setRequestUrl(application.botUrl);
  try {
    await askAndApprove(slack);
    counts = new Map();
    await askAndApprove(slack);
    return counts;
  } finally {
    await application.kill();
    await Promise.all([...proxies, slack, rds, mailbox, aws].map((part) => part.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

async function askAndApprove(slack: StrictSlack): Promise<void> {
  const { dana, priya, lena } = acmePeople;
  const before = slack.messages(channel).length;
  await slack.command({
    user: dana.id,
    channel,
    text: "snapshot prod-orders-01 because the schema changes tonight",
  });
  const { ts } = await eventually("the card", () => slack.messages(channel)[before]);
  const state = () => JSON.stringify(slack.message(channel, ts)?.blocks) ?? "";
  const [value = ""] = /req-[0-9a-z]{10}/.exec(state()) ?? [];
  await sleep(settledMs);
  for (const { id: user } of [priya, lena]) {
    await slack.click({ user, channel, ts, actionId: actionIds.approve, value });
    const form = await eventually("the form", () => slack.views().findLast((view) => view.user === user));
    await slack.submitView({ user, viewId: form.id, values: {} });
  }
  await eventually("the end of the run", () => state().includes("Done after"), 90_000);
  await sleep(settledMs);
}

const few = await countRequest(30);
const many = await countRequest(1);
const looks = (counts: Counts) => counts.get("SQS: taken, countersign-run-operation-local") ?? 0;
const further = looks(many) - looks(few);
const names = [...new Set([...few.keys(), ...many.keys()])].toSorted();
const width = Math.max(...names.map((name) => name.length));
process.stdout.write(`${"for one request".padEnd(width)}  few looks  each further one\n`);
for (const name of names) {
  const [short = 0, long = 0] = [few.get(name), many.get(name)];
  const each = (long - short) / further;
  process.stdout.write(
    `${name.padEnd(width)}  ${short.toFixed(1).padStart(9)}  ${each.toFixed(2).padStart(16)}\n`,
  );
}
process.exit(0);
