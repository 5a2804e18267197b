import type { KeyObject } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { PollerReport } from "../../app/ports/poller-report.ts";
import { makeDynamoDbActionClaims } from "../../aws/dynamodb/action-claims.ts";
import { makeDocumentClient } from "../../aws/dynamodb/document-client.ts";
import { makeSqsInbox } from "../../aws/sqs/inbox.ts";
import { makeSqsReportQueue } from "../../aws/sqs/report-queue.ts";
import { makeSqsClient } from "../../aws/sqs/run-queue.ts";
import { parsePublicKey } from "../../core/public-key.ts";
import { ConfigFileError } from "../config-file-error.ts";
import { loadEnvironment, readConfigFile, readTextFile } from "../read-config-file.ts";
import { drainQueue } from "./drain-queue.ts";
import { makeHandleDecision, type PollerLog } from "./handle-decision.ts";
import { makeBatcher } from "./make-batcher.ts";
import { openNonceStore } from "./nonce-store.ts";
import { pollerConfigSchema } from "./poller-config.ts";
import { runCommand } from "./run-command.ts";

export interface RunningPoller {
  readonly name: string;
  /** Takes nothing more and waits for what runs, at most so long; then that is ended, too. */
  stop(withinMs?: number): Promise<void>;
}

/** SQS takes 256 KiB in one call of older queues' services, and texts grow on their way into JSON. */
const mostReportBytes = 200_000;
const waitSeconds = 20;

/** Starts the poller of a configuration file. Throws a `ConfigFileError` that says what is wrong with it. */
export async function startPoller(
  file: string,
  { log, now = () => new Date() }: { readonly log: PollerLog; readonly now?: () => Date },
): Promise<RunningPoller> {
  const { content: config, pathOf } = readConfigFile(file, pollerConfigSchema);
  const publicKey = readKey(pathOf(config.public_key), file);
  loadEnvironment(config.env_file && pathOf(config.env_file), file);
  const nonces = await openNonceStore(pathOf(config.state), now);
  const sqs = makeSqsClient({ region: config.region });
  const documents = makeDocumentClient({ region: config.region });
  const queue = makeSqsReportQueue(sqs, config.reports);
  const report = makeBatcher<PollerReport>((reports) => queue.send(reports), {
    most: 10,
    mostBytes: mostReportBytes,
    sizeOf: (one) => Buffer.byteLength(JSON.stringify(one)),
  });
  const ending = new AbortController();
  const handle = makeHandleDecision({
    poller: config.poller,
    publicKey,
    actions: config.actions,
    claims: makeDynamoDbActionClaims(documents, { requests: config.claims }),
    nonces,
    runCommand,
    report,
    now,
    log,
    signal: ending.signal,
  });
  const draining = drainQueue({
    inbox: makeSqsInbox(sqs, {
      queueUrl: config.decisions,
      waitSeconds,
      visibilitySeconds: config.visibility,
    }),
    handle: ({ body }) => handle(body),
    atOnce: config.at_once,
    onError: (what, error) => log.error({ err: error }, what),
  });
  const beat = () =>
    void report({ kind: "heartbeat", poller: config.poller, at: now().toISOString() }).catch(
      (error: unknown) => log.error({ err: error }, "the heartbeat was not sent"),
    );
  beat();
  const heart = setInterval(beat, config.heartbeat * 1000);
  return {
    name: config.poller,
    stop: async (withinMs = longestTimeoutMs(config)) => {
      const stopped = draining.stop();
      const isOver = await Promise.race([stopped.then(() => true), sleep(withinMs, false, { ref: false })]);
      if (!isOver) ending.abort();
      await stopped;
      clearInterval(heart);
      await nonces.close();
      sqs.destroy();
      documents.destroy();
    },
  };
}

function longestTimeoutMs({
  actions,
}: {
  readonly actions: Readonly<Record<string, { timeout: number }>>;
}): number {
  return Math.max(...Object.values(actions).map(({ timeout }) => timeout * 1000));
}

function readKey(path: string, file: string): KeyObject {
  const pem = readTextFile(path, file);
  try {
    return parsePublicKey(pem);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigFileError(file, [`public_key, ${path}: ${problem}`], { cause });
  }
}
