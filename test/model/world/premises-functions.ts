import { makeQueueHandler } from "../../../src/adapters/queue/queue-handler.ts";
import { makeDispatchAction } from "../../../src/app/action/dispatch-action.ts";
import { makeSubmitAction } from "../../../src/app/action/submit-action.ts";
import { makeTakeReport } from "../../../src/app/action/take-report.ts";
import { type PollerReport, pollerReportSchema } from "../../../src/app/ports/poller-report.ts";
import { makeSqsDecisionQueue } from "../../../src/aws/sqs/decision-queue.ts";
import { makeSqsReportQueue } from "../../../src/aws/sqs/report-queue.ts";
import { type HandleDecision, makeHandleDecision } from "../../../src/onprem/poller/handle-decision.ts";
import { makeBatcher } from "../../../src/onprem/poller/make-batcher.ts";
import { decisionKey, signerOn } from "./keys.ts";
import { actions, type Poller } from "./premises.ts";
import { queueUrls } from "./sqs.ts";
import { once, type Workplace } from "./workplace.ts";

const messageSchema = pollerReportSchema.transform((report) => ({
  report,
  ...("request_id" in report && { requestId: report.request_id }),
}));

/** What deals with actions on the premises, there and here, as `src/onprem` and `src/lambda` put it together. */
export function makePremisesFunctions({ lodging, around, ports, log, noteFailure }: Workplace) {
  const { machine, sqs } = lodging;
  return {
    trigger: once(() => makeSubmitAction({ ...ports, newNonce: () => around().newNonce() })),
    /** A process of the poller of that name. */
    poller(name: Poller): PollerProcess {
      const { premises } = around();
      const { now, claims } = ports;
      const queue = makeSqsReportQueue(sqs, queueUrls.reports);
      const report = makeBatcher<PollerReport>((reports) => queue.send(reports), { most: 10 });
      const handle = makeHandleDecision({
        poller: name,
        publicKey: decisionKey,
        actions,
        claims,
        nonces: premises.nonceStoreOn(machine, name),
        runCommand: premises.runCommandOn(machine),
        report,
        now,
        log,
        signal: new AbortController().signal,
      });
      return { handle, beat: () => report({ kind: "heartbeat", poller: name, at: now().toISOString() }) };
    },
    "poller-reports": once(() => {
      const takeReport = makeTakeReport({ ...ports, onDropped: () => {} });
      return makeQueueHandler(messageSchema, ({ report }) => takeReport(report), noteFailure);
    }),
    dispatchAction: once(() =>
      makeDispatchAction({
        ...ports,
        signer: signerOn(machine),
        decisions: makeSqsDecisionQueue(sqs, queueUrls.decisions),
      }),
    ),
  };
}

interface PollerProcess {
  readonly handle: HandleDecision;
  readonly beat: () => Promise<void>;
}
