import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PollerReport } from "../../src/app/ports/poller-report.ts";
import { makeDynamoDbActionClaims } from "../../src/aws/dynamodb/action-claims.ts";
import { makeSqsReportQueue } from "../../src/aws/sqs/report-queue.ts";
import { newRequestId } from "../../src/chance/new-request-id.ts";
import { decisionText, type MessageIntent, signedBytes } from "../../src/core/action/decision-record.ts";
import { digestOf } from "../../src/core/intent.ts";
import { type HandleDecision, makeHandleDecision } from "../../src/onprem/poller/handle-decision.ts";
import { makeBatcher } from "../../src/onprem/poller/make-batcher.ts";
import { openNonceStore } from "../../src/onprem/poller/nonce-store.ts";
import { runCommand } from "../../src/onprem/poller/run-command.ts";
import type { EmbeddedAws } from "../support/embedded-aws.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** The body of a message that a poller runs: a signed approval of an action on the subject. */
export function signedDecision(subject: string): string {
  const now = Date.now();
  const intent: MessageIntent = {
    kind: "message",
    subject,
    issue: "It lags.",
    action: "note",
    parameters: {},
  };
  const decision = decisionText({
    version: 1,
    request_id: newRequestId(),
    intent,
    digest: digestOf(intent),
    decision: "approved",
    decided_by: ["ben@acme.example"],
    decided_at: new Date(now).toISOString(),
    expires_at: new Date(now + 3_600_000).toISOString(),
    nonce: randomBytes(16).toString("hex"),
  });
  const signature = sign("sha256", signedBytes(decision), privateKey).toString("base64");
  return JSON.stringify({ decision, signature });
}

export interface Premises {
  readonly handle: HandleDecision;
  /** How often each request's action has run. */
  runs(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

/**
 * The whole of a poller but its loop, as `startPoller` puts it together: real claims, a memory on the disk, reports to a queue, and
 * an action that is a process of its own and adds what it was given to a file.
 */
export async function openPremises(
  { clients: { documents, sqs } }: EmbeddedAws,
  { folder, reportsUrl }: { readonly folder: string; readonly reportsUrl: string },
): Promise<Premises> {
  await mkdir(folder, { recursive: true });
  const ledger = join(folder, "ledger");
  await writeFile(ledger, "");
  const nonces = await openNonceStore(join(folder, "state"), () => new Date());
  const queue = makeSqsReportQueue(sqs, reportsUrl);
  const handle = makeHandleDecision({
    poller: "bench",
    publicKey,
    actions: {
      note: {
        command: ["/usr/bin/tee", "-a", ledger],
        allow: {},
        timeout: 60,
        folder: "/",
        environment: {},
      },
    },
    claims: makeDynamoDbActionClaims(documents, { requests: "rds-approvals-bench" }),
    nonces,
    runCommand,
    report: makeBatcher<PollerReport>((reports) => queue.send(reports), { most: 10 }),
    now: () => new Date(),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    signal: new AbortController().signal,
  });
  return {
    handle,
    async runs() {
      const runs = new Map<string, number>();
      for (const [, id = ""] of (await readFile(ledger, "utf8")).matchAll(/"request_id":"([^"]+)"/g)) {
        runs.set(id, (runs.get(id) ?? 0) + 1);
      }
      return runs;
    },
    close: () => nonces.close(),
  };
}
