import type { RdsIntent } from "../core/intent.ts";
import type { Refusal } from "../core/refusal.ts";
import type { ApprovalRequest, Outcome } from "../core/request.ts";
import type { Result } from "../core/result.ts";
import {
  claim,
  complete,
  type ExecutingRequest,
  fail,
  progress,
  type RunTimes,
  resume,
} from "../core/transitions/run.ts";
import { findOperation } from "../operations/catalogue.ts";
import type { Observation, Operation, RunContext } from "../operations/operation.ts";
import type { RdsGateway } from "../operations/rds-gateway.ts";
import { rejectionGuidance } from "../operations/rejection-guidance.ts";
import { changeRequest, type RequestChanger } from "./change-request.ts";
import { GatewayError } from "./gateway-error.ts";
import type { RunQueue, RunStep } from "./ports/run-queue.ts";
import { targetChanged, timedOut, unanswered } from "./run-guidance.ts";

interface Dependencies extends RequestChanger {
  readonly rds: RdsGateway;
  readonly runs: RunQueue;
  readonly times: RunTimes & {
    /** How long between two looks at a run. */
    readonly pollSeconds: number;
  };
}

export type RunOperation = (step: RunStep) => Promise<void>;

interface OperationRun {
  readonly request: ExecutingRequest;
  readonly intent: RdsIntent;
  readonly operation: Operation;
  readonly context: RunContext;
}

/**
 * One step of an approved operation's run; the next one is a delayed message. The claim comes before the call and the
 * record after it, so a step that is delivered again after a crash finds in RDS whether the call was made, and never makes
 * it twice.
 */
export function makeRunOperation(deps: Dependencies): RunOperation {
  return async ({ requestId, step }) => {
    const found = await deps.requests.find(requestId);
    if (found?.intent.kind !== "rds") return;
    if (found.status === "approved" || found.status === "scheduled") {
      const claimed = await changeRequest(deps, requestId, (request, now) => claim(request, deps.times, now));
      if (claimed.ok) await start(runOf(claimed.value, found.intent));
    } else if (found.status === "executing") {
      const run = runOf(found, found.intent);
      if (found.run.steps === 0) await takeOver(run);
      else if (step === found.run.steps) await look(run);
      else if (step === found.run.steps - 1) await sendNext(found);
    }
  };

  async function start(run: OperationRun): Promise<void> {
    const { intent, context } = run;
    const instance = await ask(run, deps.rds.findInstance(context.place, intent.instance.id));
    if (instance?.resourceId !== intent.instance.resourceId) {
      await end(run, "failed", targetChanged(intent.instance.id, instance !== undefined));
    } else {
      await call(run);
    }
  }

  /** Nobody recorded whether the call was made. Once its claimer cannot be at work any more, RDS tells. */
  async function takeOver({ request: { id, run }, intent }: OperationRun): Promise<void> {
    const taken = await changeRequest(deps, id, (request, now) => resume(request, deps.times, now));
    if (taken.ok) {
      const resumed = runOf(taken.value, intent);
      const observation = await observe(resumed);
      if (observation.kind === "absent") await start(resumed);
      else await record(resumed, observation);
    } else if (taken.error.kind === "not-due") {
      const wait = Math.ceil((run.leaseUntil.getTime() - deps.now().getTime()) / 1000);
      await deps.runs.send({ requestId: id, step: 0 }, Math.max(1, wait));
    }
  }

  async function call(run: OperationRun): Promise<void> {
    const { operation, intent, context } = run;
    const command = operation.command(intent.parameters, context);
    const answer = await ask(run, deps.rds.call(context.place, command));
    if (answer.ok) await carryOn(run, { text: operation.started(intent.parameters, context) });
    else await end(run, "failed", rejectionGuidance(answer.error));
  }

  async function look(run: OperationRun): Promise<void> {
    await record(run, await observe(run));
  }

  async function record(run: OperationRun, observation: Observation): Promise<void> {
    if (observation.kind === "done") {
      await save(run, (request, now) => complete(request, observation.facts, now));
    } else if (observation.kind === "failed") {
      await end(run, "failed", observation.guidance);
    } else if (deps.now() >= run.request.run.deadline) {
      const facts = observation.kind === "in-progress" ? observation.facts : [];
      await end(run, "timeout", timedOut(run.intent.instance.id, deps.times.patienceSeconds), facts);
    } else if (observation.kind === "absent") {
      await carryOn(run, { text: "waiting for RDS to show it" });
    } else {
      await carryOn(run, { text: observation.text, percent: observation.percent });
    }
  }

  async function carryOn(run: OperationRun, step: Parameters<typeof progress>[1]): Promise<void> {
    const saved = await save(run, (request, now) => progress(request, step, now));
    if (saved) await sendNext(saved);
  }

  async function sendNext(request: ExecutingRequest): Promise<void> {
    await deps.runs.send({ requestId: request.id, step: request.run.steps }, deps.times.pollSeconds);
  }

  async function end(
    run: OperationRun,
    result: "failed" | "timeout",
    guidance: string,
    facts: Outcome["facts"] = [],
  ): Promise<void> {
    await save(run, (request, now) => fail(request, { result, facts, guidance }, now));
  }

  /** Saves the step unless another delivery of the same message has done so; then its work is done. */
  async function save<Changed extends ApprovalRequest>(
    { request: { id, run } }: OperationRun,
    transition: Parameters<typeof changeRequest<Changed>>[2],
  ): Promise<Changed | undefined> {
    const saved: Result<Changed, Refusal> = await changeRequest(deps, id, (current, now) =>
      current.status === "executing" && current.run.steps !== run.steps
        ? { ok: false, error: { kind: "wrong-status", action: "carried on", status: current.status } }
        : transition(current, now),
    );
    return saved.ok ? saved.value : undefined;
  }

  function observe(run: OperationRun): Promise<Observation> {
    const { operation, intent, context } = run;
    return ask(run, operation.observe(deps.rds, intent.parameters, context));
  }

  /** RDS's answer. Where there is still none when the run's time is over, the run ends with that: it must not hang for ever. */
  async function ask<Answer>(run: OperationRun, answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (failure) {
      if (deps.now() >= givenUpAt(run.request, deps.times.patienceSeconds)) {
        await end(run, "timeout", unanswered(run.intent.instance.id));
      }
      throw failure;
    }
  }
}

/** A resumption renews the deadline, so before the first record it is the claim's time that counts. */
function givenUpAt({ run }: ExecutingRequest, patienceSeconds: number): Date {
  return run.steps > 0 ? run.deadline : new Date(run.claimedAt.getTime() + 3 * patienceSeconds * 1000);
}

function runOf(request: ExecutingRequest, intent: RdsIntent): OperationRun {
  const operation = findOperation(intent.operation);
  if (!operation) throw new GatewayError(`${request.id}: this version has no operation ${intent.operation}`);
  const { id: instanceId, account, region } = intent.instance;
  const context = {
    requestId: request.id,
    instanceId,
    place: { account, region },
    claimedAt: request.run.claimedAt,
  };
  return { request, intent, operation, context };
}
