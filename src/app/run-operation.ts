import type { RdsIntent } from "../core/intent.ts";
import type { Refusal } from "../core/refusal.ts";
import type { ApprovalRequest, Outcome } from "../core/request.ts";
import { err, type Result } from "../core/result.ts";
import { askAgain } from "../core/transitions/ask-again.ts";
import type { Change } from "../core/transitions/change.ts";
import {
  claim,
  complete,
  type ExecutingRequest,
  fail,
  progress,
  type RunTimes,
  resume,
  startRefusal,
} from "../core/transitions/run.ts";
import type { Observation, Operation } from "../operations/frame/operation.ts";
import type { RdsGateway } from "../operations/frame/rds-gateway.ts";
import { rejectionGuidance } from "../operations/frame/rejection-guidance.ts";
import { changeRequest, type RequestChanger } from "./change-request.ts";
import { askedOf, findDrift, findOtherTarget } from "./find-drift.ts";
import { type OperationRun, operationOf, runOf } from "./operation-run.ts";
import type { Inventory } from "./ports/inventory.ts";
import type { RunQueue, RunStep } from "./ports/run-queue.ts";
import { rememberInstance } from "./remember-instance.ts";
import { runGuidance } from "./run-guidance.ts";

interface Dependencies extends RequestChanger {
  readonly rds: RdsGateway;
  readonly inventory: Inventory;
  readonly runs: RunQueue;
  readonly times: RunTimes & {
    /** How long between two looks at a run. */
    readonly pollSeconds: number;
  };
}

export type RunOperation = (step: RunStep) => Promise<void>;

/**
 * One step of an approved operation's run; the next one is a delayed message. Before the claim the target is read again: a
 * drifted one is not touched, the request goes back to its approvers; where it is another one by now, or of another
 * environment, the run fails. The claim comes before the call and the record after
 * it, so a step that is delivered again after a crash finds in RDS whether the call was made, and never makes it twice.
 */
export function makeRunOperation(deps: Dependencies): RunOperation {
  return async ({ requestId, step }) => {
    const found = await deps.requests.find(requestId);
    if (found?.intent.kind !== "rds") return;
    if (found.status === "approved" || found.status === "scheduled") {
      if (!startRefusal(found, deps.now())) await start(found, found.intent);
    } else if (found.status === "executing") {
      const run = runOf(found, found.intent);
      if (found.run.steps === 0) await takeOver(run);
      else if (step === found.run.steps) await look(run);
      else if (step === found.run.steps - 1) await sendNext(found);
    }
  };

  async function start(approved: ApprovalRequest, intent: RdsIntent): Promise<void> {
    const operation = operationOf(approved.id, intent);
    const { id: instanceId, account, region } = intent.instance;
    const instance = await deps.rds.findInstance({ account, region }, instanceId);
    const known = await deps.inventory.find(instanceId);
    const whyOther = findOtherTarget(approved, intent, instance, known);
    const differences = instance && !whyOther ? findDrift({ intent, operation }, instance) : [];
    if (instance && differences.length > 0 && !approved.partOf) {
      const asked = { ...askedOf(instance, { requestId: approved.id, intent, operation }), differences };
      const sentBack = await changeIfSame(approved, (request, now) => askAgain(request, asked, now));
      if (sentBack.ok) await rememberInstance(deps, instance);
      return;
    }
    const times = timesOf(operation);
    const claimed = await changeIfSame(approved, (request, now) => claim(request, times, now));
    if (!claimed.ok) return;
    const run = runOf(claimed.value, intent);
    // One instance of a bulk request cannot go back to the approvers: they approved the whole.
    const whyNot = differences.length > 0 ? runGuidance.partDrifted(run.context, differences) : whyOther;
    if (whyNot === undefined) await call(run);
    else await end(run, "failed", whyNot);
    if (instance && differences.length > 0) await rememberInstance(deps, instance);
  }

  /** Changes the request unless it has been asked for again since the target was compared with it. */
  function changeIfSame<Changed extends ApprovalRequest>(
    { id, digest }: ApprovalRequest,
    transition: (request: ApprovalRequest, now: Date) => Result<Change<Changed>, Refusal>,
  ): Promise<Result<Changed, Refusal>> {
    return changeRequest(deps, id, (request, now) =>
      request.digest === digest ? transition(request, now) : err({ kind: "changed-since-seen" }),
    );
  }

  /** Nobody recorded whether the call was made. Once its claimer cannot be at work any more, RDS tells. */
  async function takeOver({ request: { id, run }, intent, operation }: OperationRun): Promise<void> {
    const times = timesOf(operation);
    const taken = await changeRequest(deps, id, (request, now) => resume(request, times, now));
    if (taken.ok) {
      const resumed = runOf(taken.value, intent);
      const observation = await observe(resumed);
      if (observation.kind === "absent") await callUnlessDrifted(resumed);
      else await record(resumed, observation);
    } else if (taken.error.kind === "not-due") {
      const wait = Math.ceil((run.leaseUntil.getTime() - deps.now().getTime()) / 1000);
      await deps.runs.send({ requestId: id, step: 0 }, Math.max(1, wait));
    }
  }

  /** A claimed request cannot go back to its approvers, so a drift ends it. */
  async function callUnlessDrifted(run: OperationRun): Promise<void> {
    const { intent, context } = run;
    const instance = await answered(run, deps.rds.findInstance(context.place, intent.instance.id));
    const differences = instance ? findDrift(run, instance) : [];
    if (!instance) await end(run, "failed", runGuidance.targetGone(run.context));
    else if (differences.length > 0)
      await end(run, "failed", runGuidance.targetDrifted(run.context, differences));
    else await call(run);
  }

  async function call(run: OperationRun): Promise<void> {
    const { operation, intent, context } = run;
    const obstacle = await answered(run, operation.obstacle(deps.rds, intent.parameters, context));
    if (obstacle !== undefined) {
      await end(run, "failed", obstacle);
      return;
    }
    const command = operation.command(intent.parameters, context);
    const answer = await answered(run, deps.rds.call(context.place, command));
    if (answer.ok) await carryOn(run, { text: operation.started(intent.parameters, context) });
    else await end(run, "failed", rejectionGuidance(answer.error));
  }

  async function look(run: OperationRun): Promise<void> {
    await record(run, await observe(run));
  }

  async function record(run: OperationRun, observation: Observation): Promise<void> {
    if (observation.kind === "done") {
      const ended = await save(run, (request, now) => complete(request, observation.facts, now));
      if (ended) await rememberTarget(run);
    } else if (observation.kind === "failed") {
      await end(run, "failed", observation.guidance);
    } else if (deps.now() >= run.request.run.deadline) {
      const { patienceSeconds } = timesOf(run.operation);
      const facts = observation.kind === "in-progress" ? observation.facts : [];
      await end(run, "timeout", runGuidance.timedOut(run.context, patienceSeconds), facts);
    } else if (observation.kind === "absent") {
      await carryOn(run, { text: "waiting for RDS to show it" });
    } else {
      await carryOn(run, { text: observation.text, percent: observation.percent });
    }
  }

  async function rememberTarget({ context }: OperationRun): Promise<void> {
    const instance = await deps.rds.findInstance(context.place, context.instanceId);
    if (instance) await rememberInstance(deps, instance);
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
        ? err({ kind: "wrong-status", action: "carried on", status: current.status })
        : transition(current, now),
    );
    return saved.ok ? saved.value : undefined;
  }

  function timesOf({ patienceSeconds = deps.times.patienceSeconds }: Operation): RunTimes {
    return { ...deps.times, patienceSeconds };
  }

  function observe(run: OperationRun): Promise<Observation> {
    const { operation, intent, context } = run;
    return answered(run, operation.observe(deps.rds, intent.parameters, context));
  }

  /** RDS's answer. Where there is still none when the run's time is over, the run ends with that: it must not hang for ever. */
  async function answered<Answer>(run: OperationRun, answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (failure) {
      if (deps.now() >= givenUpAt(run.request, timesOf(run.operation))) {
        await end(run, "timeout", runGuidance.unanswered(run.context));
      }
      throw failure;
    }
  }
}

/** A resumption renews the deadline, so before the first record it is the claim's time that counts. */
function givenUpAt({ run }: ExecutingRequest, { patienceSeconds }: Pick<RunTimes, "patienceSeconds">): Date {
  return run.steps > 0 ? run.deadline : new Date(run.claimedAt.getTime() + 3 * patienceSeconds * 1000);
}
