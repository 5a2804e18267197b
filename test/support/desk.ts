import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";
import { makeBeginDecision } from "../../src/app/begin-decision.ts";
import { makeCancelRequest } from "../../src/app/cancel-request.ts";
import { changeRequest } from "../../src/app/change-request.ts";
import { makeDecideRequest } from "../../src/app/decide-request.ts";
import { makeDelegations } from "../../src/app/delegation/delegate.ts";
import { makeSpreadDelegations } from "../../src/app/delegation/spread-delegations.ts";
import { withDelegations } from "../../src/app/delegation/with-delegations.ts";
import { makeDispatchRequest } from "../../src/app/dispatch-request.ts";
import { makeReviewEmergency } from "../../src/app/review-emergency.ts";
import { makeRevertRequest } from "../../src/app/submit/revert-request.ts";
import { makeSubmitRequest, type Submission } from "../../src/app/submit/submit-request.ts";
import { makeWorkOffDue } from "../../src/app/work-off-due.ts";
import { makeSqsRunQueue } from "../../src/aws/sqs/run-queue.ts";
import { newRequestId } from "../../src/chance/new-request-id.ts";
import type { AuditEvent } from "../../src/core/audit-event.ts";
import type { Person } from "../../src/core/person.ts";
import type { Refusal } from "../../src/core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../../src/core/request.ts";
import type { Result } from "../../src/core/result.ts";
import type { DecisionCommand } from "../../src/core/transitions/decide.ts";
import { expire } from "../../src/core/transitions/expire.ts";
import type { RdsGateway } from "../../src/operations/frame/rds-gateway.ts";
import { type RdsDeskOptions, startRdsDesk } from "./rds-desk.ts";
import { type Drain, makeRunStepReader } from "./run-step-reader.ts";
import { makeRunSteps } from "./run-steps.ts";
import { dana, lena, priya, tenant, type Workbench } from "./workbench.ts";

export interface DeskOptions extends RdsDeskOptions {
  readonly policy?: Workbench["policy"];
  readonly leaseSeconds?: number;
  readonly patienceSeconds?: number;
  readonly pollSeconds?: number;
  readonly traceSeconds?: number;
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** One test's own clock, run queue and RDS over the file's stores, and the use cases on them. Gone when the test is. */
export async function openDesk(bench: Workbench, options: DeskOptions = {}) {
  // Behind the stand-in's clock by more than any test moves it, as RDS dates nothing before the run that caused it.
  let movedMilliseconds = -12 * 3_600_000;
  const now = () => new Date(Date.now() + movedMilliseconds);
  await bench.resetInventory();
  await bench.forgetTurns();
  const rds = await openRds(options);
  const queueUrl = await bench.makeQueue();
  const runs = makeSqsRunQueue(bench.sqs, queueUrl);
  const { auditLog, deliveries, inventory, turns, archive, delegations } = bench;
  const requests = withDelegations(bench.requests, { delegations, now });
  const ports = {
    requests,
    auditLog,
    deliveries,
    delegations,
    inventory,
    turns,
    archive,
    runs,
    rds: rds.gateway,
    prices: bench.prices,
    policy: options.policy ?? bench.policy,
    now,
  };
  const submit = makeSubmitRequest({ ...ports, tenant, newRequestId });
  const decide = makeDecideRequest(ports);
  const dispatch = makeDispatchRequest(ports);

  const { leaseSeconds = 60, patienceSeconds = 300, pollSeconds = 0, traceSeconds = 0 } = options;
  const times = { leaseSeconds, patienceSeconds, pollSeconds, traceSeconds };
  const runOperation = makeRunSteps({ ...ports, times });
  const runSteps = makeRunStepReader(bench.sqs, queueUrl);

  async function openRds(given: RdsDeskOptions) {
    const opened = await startRdsDesk(bench.access, given);
    onTestFinished(() => opened.stop());
    return opened;
  }

  async function find(id: RequestId): Promise<ApprovalRequest> {
    const request = await requests.find(id);
    if (!request) throw new Error(`${id} is not there`);
    return request;
  }

  return {
    ...ports,
    ports,
    rds,
    submit,
    decide,
    delegate: makeDelegations({ ...ports, tenant }),
    spreadDelegations: makeSpreadDelegations({ ...ports, tenant, onFailure: () => {} }),
    reviewEmergency: makeReviewEmergency(ports),
    beginDecision: makeBeginDecision(ports),
    cancel: makeCancelRequest(ports),
    revert: makeRevertRequest({ ...ports, submitRequest: submit, tenant }),
    dispatch,
    workOffDue: makeWorkOffDue({ ...ports, dispatch, onFailure: () => {} }),
    times,
    runOperation,
    /** Another RDS, as if ours had become that. */
    openRds,
    runOperationOn: (gateway: RdsGateway) => makeRunSteps({ ...ports, rds: gateway, times }),
    runSteps,
    /** Runs what the queue holds, until it is empty. */
    drainRuns: (how: Partial<Drain> = {}) => runSteps.drain({ handle: runOperation, ...how }),
    find,
    /** The same desk with its clock stopped at a moment. */
    at(moment: Date) {
      const stopped = { ...ports, now: () => moment };
      return {
        decide: makeDecideRequest(stopped),
        expire: (id: RequestId) => changeRequest(stopped, id, expire),
        workOffDue: makeWorkOffDue({ ...stopped, dispatch, onFailure: () => {} }),
      };
    },
    /** Moves the clock on. */
    pass(seconds: number): void {
      movedMilliseconds += seconds * 1000;
    },
    async eventKinds(id: RequestId): Promise<readonly string[]> {
      return (await auditLog.list(id)).map(({ kind }) => kind);
    },
    events: (id: RequestId): Promise<readonly AuditEvent[]> => auditLog.list(id),
    ask: async (asked: Partial<Submission> = {}) => accepted(await submit(submissionOf(asked))),
    approve: async (request: ApprovalRequest, by: Person) =>
      accepted(await decide(request.id, decisionOf(request, { by }))),
    /** A request that Priya and Lena have approved, as far as it needs them. */
    async askApproved(asked: Partial<Submission> = {}): Promise<ApprovalRequest> {
      const request = accepted(await submit(submissionOf(asked)));
      for (const by of [priya, lena].slice(0, request.requirement.approvals)) {
        accepted(await decide(request.id, decisionOf(request, { by })));
      }
      return find(request.id);
    },
  };
}

/** Dana asks for a snapshot of a production database, which two people must approve; each one a submission of its own. */
export function submissionOf(changes: Partial<Submission> = {}): Submission {
  return {
    operation: "create_snapshot",
    instanceId: "prod-orders-01",
    parameters: {},
    justification: "The migration starts at ten.",
    by: dana,
    surface: "slack",
    correlationId: randomUUID(),
    ...changes,
  };
}

export function decisionOf(
  request: ApprovalRequest,
  changes: Partial<DecisionCommand> = {},
): DecisionCommand {
  return { kind: "approve", by: priya, surface: "slack", comment: "", digest: request.digest, ...changes };
}

export function accepted<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw new Error(`was refused: ${result.error.kind}`);
  return result.value;
}
