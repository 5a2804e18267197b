import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { onTestFinished } from "vitest";
import { stringify } from "yaml";
import { type PollerReport, pollerReportSchema } from "../../src/app/ports/poller-report.ts";
import { makeSqsDecisionQueue } from "../../src/aws/sqs/decision-queue.ts";
import { newRequestId } from "../../src/chance/new-request-id.ts";
import {
  type DecisionRecord,
  decisionText,
  type MessageIntent,
  signedBytes,
} from "../../src/core/action/decision-record.ts";
import { digestOf } from "../../src/core/intent.ts";
import { type Cleaner, startCommandLine } from "../support/command-line.ts";
import type { EmbeddedAws } from "../support/embedded-aws.ts";
import { eventually } from "../support/eventually.ts";

const ours = generateKeyPairSync("ec", { namedCurve: "P-256" });

export function recordOf(
  intent: Partial<MessageIntent> = {},
  changes: Partial<DecisionRecord> = {},
): DecisionRecord {
  const whole: MessageIntent = {
    kind: "message",
    subject: "db-7",
    issue: "It lags.",
    action: "note",
    parameters: { word: randomUUID() },
    ...intent,
  };
  return {
    version: 1,
    request_id: newRequestId(),
    intent: whole,
    digest: digestOf(whole),
    decision: "approved",
    decided_by: ["ben@acme.example"],
    decided_at: new Date().toISOString(),
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    nonce: randomBytes(16).toString("hex"),
    ...changes,
  };
}

export function signed(record: DecisionRecord, key: KeyObject = ours.privateKey) {
  const decision = decisionText(record);
  return { decision, signature: sign("sha256", signedBytes(decision), key).toString("base64") };
}

export type Premises = Awaited<ReturnType<typeof openPremises>>;

/**
 * Queues, keys and a configuration of one's own; its one action writes its parameter `word` into a ledger. Gone with the test, or with
 * what else is said.
 */
export async function openPremises(
  aws: EmbeddedAws,
  {
    script = 'echo "$1" >> "$2"',
    goneWith = onTestFinished,
  }: { readonly script?: string; readonly goneWith?: Cleaner } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), "countersign-premises-"));
  goneWith(() => rm(folder, { recursive: true, force: true }));
  const { sqs } = aws.clients;
  const name = randomUUID();
  const dead = await makeQueue(`${name}-dead.fifo`, { FifoQueue: "true" });
  const redrive = { deadLetterTargetArn: await arnOf(dead), maxReceiveCount: 4 };
  const decisions = await makeQueue(`${name}.fifo`, {
    FifoQueue: "true",
    RedrivePolicy: JSON.stringify(redrive),
  });
  const reports = await makeQueue(`${name}-reports`, {});
  const ledger = join(folder, "ledger");
  await writeFile(ledger, "");
  await writeFile(join(folder, "note.sh"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  await writeFile(join(folder, "key.pem"), ours.publicKey.export({ format: "pem", type: "spki" }));
  const config = {
    poller: "machine-1",
    region: aws.access.region,
    decisions,
    reports,
    claims: "rds-approvals-test",
    public_key: "key.pem",
    state: "state",
    visibility: "2s",
    actions: {
      note: {
        command: [join(folder, "note.sh"), "{parameters.word}", ledger],
        allow: { word: "[a-z0-9-]{1,40}" },
        timeout: "20s",
      },
    },
  };
  const queue = makeSqsDecisionQueue(sqs, decisions);

  async function makeQueue(QueueName: string, Attributes: Record<string, string>): Promise<string> {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return QueueUrl ?? "";
  }

  async function arnOf(QueueUrl: string): Promise<string> {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] });
    return (await sqs.send(command)).Attributes?.QueueArn ?? "";
  }

  async function countIn(QueueUrl: string): Promise<number> {
    const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
    );
    return AttributeNames.reduce((sum, attribute) => sum + Number(Attributes[attribute] ?? 0), 0);
  }

  const told: PollerReport[] = [];

  return {
    folder,
    ledger: async () => (await readFile(ledger, "utf8")).split("\n").filter((line) => line !== ""),
    send: (record: DecisionRecord, key?: KeyObject) => queue.send(record, signed(record, key)),
    sendRaw: (body: string) =>
      sqs.send(
        new SendMessageCommand({
          QueueUrl: decisions,
          MessageBody: body,
          MessageGroupId: "raw",
          MessageDeduplicationId: randomUUID(),
        }),
      ),
    waiting: () => countIn(decisions),
    deadLetters: () => countIn(dead),
    drained: () => eventually("the queue to be empty", async () => (await countIn(decisions)) === 0),
    /** All reports so far, but for heartbeats. */
    async reports() {
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: reports, MaxNumberOfMessages: 10 }),
        );
        if (Messages.length === 0) return told.filter(({ kind }) => kind !== "heartbeat");
        told.push(...Messages.map(({ Body = "" }) => pollerReportSchema.parse(JSON.parse(Body))));
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: reports, Entries }));
      }
    },
    async startPoller({ endpoints = aws.endpoints, changes = {} }: PollerStart = {}) {
      const file = join(folder, "poller.yaml");
      await writeFile(file, stringify({ ...config, ...changes }));
      const environment = {
        AWS_ENDPOINT_URL_SQS: endpoints.sqs,
        AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
        AWS_ACCESS_KEY_ID: "embedded",
        AWS_SECRET_ACCESS_KEY: "embedded",
      };
      return startCommandLine(["poller", "--config", file], { environment, goneWith });
    },
  };
}

interface PollerStart {
  readonly endpoints?: Pick<EmbeddedAws["endpoints"], "sqs" | "dynamodb">;
  readonly changes?: object;
}
