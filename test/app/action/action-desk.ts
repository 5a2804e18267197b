import { expect } from "vitest";
import { makeCancelAction } from "../../../src/app/action/cancel-action.ts";
import { makeDispatchAction } from "../../../src/app/action/dispatch-action.ts";
import { type ActionSubmission, makeSubmitAction } from "../../../src/app/action/submit-action.ts";
import { makeTakeReport } from "../../../src/app/action/take-report.ts";
import { makeCancelRequest } from "../../../src/app/cancel-request.ts";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { makeDispatchByKind } from "../../../src/app/dispatch-by-kind.ts";
import type { SignedDecision } from "../../../src/app/ports/decision-queue.ts";
import { pollerReportSchema } from "../../../src/app/ports/poller-report.ts";
import { makeWorkOffDue } from "../../../src/app/work-off-due.ts";
import { makeDynamoDbActionClaims } from "../../../src/aws/dynamodb/action-claims.ts";
import { makeDynamoDbPollerSightings } from "../../../src/aws/dynamodb/poller-sightings.ts";
import { makeKmsClient, makeKmsSigner } from "../../../src/aws/kms/signer.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { threadLineOf } from "../../../src/core/announcement.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { cardOf } from "../../../src/core/card.ts";
import type { Person } from "../../../src/core/person.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { startLocalKms } from "../../../src/local/kms/local-kms.ts";
import { accepted } from "../../core/sample-requests.ts";
import { type Life, mortal } from "../../support/mortal.ts";
import { dana, priya, startWorkbench, tenant } from "../../support/workbench.ts";

export type ActionBench = Awaited<ReturnType<typeof startActionBench>>;

/** The workbench, and the key that decisions are signed with; for one test file. */
export async function startActionBench() {
  const bench = await startWorkbench();
  const kms = await startLocalKms({ keyFile: `${bench.folder}/decision-key.pem` });
  const kmsClient = makeKmsClient({ ...bench.access, endpoint: kms.url });
  return {
    ...bench,
    kmsClient,
    async stop(): Promise<void> {
      kmsClient.destroy();
      await kms.stop();
      await bench.stop();
    },
  };
}

let numbers = 0;

function nextNumber(): number {
  numbers += 1;
  return numbers;
}

/** How an action ends well. */
export const ended = {
  kind: "ended",
  exit_code: 0,
  signal: null,
  timed_out: false,
  output: "fine\n",
} as const;

/** The use cases of actions on the premises, with a clock, a queue and a poller of one test's own. */
export function openActionDesk(bench: ActionBench) {
  let moved = 0;
  const now = () => new Date(Date.now() + moved);
  const sent: SignedDecision[] = [];
  const dropped: string[] = [];
  const ports = {
    ...bench,
    now,
    claims: makeDynamoDbActionClaims(bench.documents, bench.tables),
    sightings: makeDynamoDbPollerSightings(bench.documents, bench.tables, `tenant-${nextNumber()}`),
    signer: makeKmsSigner(bench.kmsClient, "DecisionKey"),
    decisions: { send: async (_: unknown, signed: SignedDecision) => void sent.push(signed) },
  };

  /** A process that dies over so many calls. */
  function processIn(life: Life) {
    const { requests, claims, sightings, signer, decisions } = ports;
    const live = { ...ports, ...mortal({ requests, claims, sightings, signer, decisions }, life) };
    return {
      dispatch: makeDispatchByKind({
        ...live,
        dispatch: async () => {
          throw new Error("no operation on RDS");
        },
        dispatchAction: makeDispatchAction(live),
        settleTask: async () => {
          throw new Error("no paused workflow");
        },
      }),
      takeReport: makeTakeReport({
        ...live,
        onDropped: ({ kind }, why) => void dropped.push(`${kind}: ${why}`),
      }),
    };
  }
  const undying = processIn({ calls: Number.POSITIVE_INFINITY, end: "before" });
  const { dispatch } = undying;

  const submit = makeSubmitAction({
    ...ports,
    tenant,
    newRequestId,
    newNonce: () => nextNumber().toString(16).padStart(32, "0"),
  });
  const decide = makeDecideRequest(ports);
  const find = async ({ id }: Pick<ApprovalRequest, "id">) => {
    const found = await bench.requests.find(id);
    if (!found) throw new Error("it is gone");
    return found;
  };
  const asked: ActionSubmission = {
    subject: "db-7",
    issue: "It lags.",
    action: "restart_service",
    parameters: { unit: "replicator" },
    by: dana,
    surface: "api",
    correlationId: "",
  };
  const claimOf = ({ id: requestId, action }: ApprovalRequest, holder: string) => ({
    ...{ requestId, nonce: action?.nonce ?? "", holder, store: "disk" },
    at: now(),
  });
  return {
    ...ports,
    sent,
    dropped,
    dispatch,
    submit,
    find,
    asked,
    decideAs: async ({ id, digest }: ApprovalRequest, by: Person, kind: "approve" | "reject" = "approve") =>
      accepted(await decide(id, { kind, by, surface: "slack", comment: "because", digest })),
    ask: async (changes: Partial<ActionSubmission> = {}) =>
      accepted(await submit({ ...asked, correlationId: `c-${nextNumber()}`, ...changes })),
    claimAs: (request: ApprovalRequest, holder = "machine-1") => ports.claims.take(claimOf(request, holder)),
    cancel: makeCancelAction({ ...ports, cancelRequest: makeCancelRequest(ports) }),
    workOffDue: makeWorkOffDue({ ...ports, dispatch, runs: { send: async () => {} }, onFailure: () => {} }),
    processIn,
    beat: undying.takeReport,
    report: (request: ApprovalRequest, report: object, { poller = "machine-1", process = undying } = {}) =>
      process.takeReport(
        pollerReportSchema.parse({
          ...{ request_id: request.id, nonce: request.action?.nonce, poller, at: now().toISOString() },
          ...report,
        }),
      ),
    pass: (seconds: number) => {
      moved += seconds * 1000;
    },
    cardText: async (request: ApprovalRequest) => JSON.stringify(cardOf(await find(request), now())),
    kinds: async ({ id }: ApprovalRequest) => {
      const events = await bench.auditLog.list(id);
      expect(findBrokenLink(events)).toBeUndefined();
      return events.map(({ kind }) => kind);
    },
    thread: async ({ id }: ApprovalRequest) => {
      const events = await bench.auditLog.list(id);
      expect(findBrokenLink(events)).toBeUndefined();
      return events.flatMap((event) => threadLineOf(event)?.text ?? []).join("\n");
    },
    async askSent() {
      const request = await this.ask();
      await this.decideAs(request, priya);
      await dispatch(request.id);
      return find(request);
    },
  };
}
