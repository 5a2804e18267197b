import { isCallUnknown, stageOf } from "../../core/run.ts";
import { secondsAfter } from "../../core/timing/seconds.ts";
import { findMissedStart } from "../../core/transitions/miss-start.ts";
import { nextStage } from "../../core/transitions/next-stage.ts";
import { type ExecutingRequest, type RunTimes, resume } from "../../core/transitions/run.ts";
import type { Observation } from "../../operations/frame/operation.ts";
import { rejectionGuidance } from "../../operations/frame/rejection-guidance.ts";
import { changeRequest } from "../change-request.ts";
import { rememberInstance } from "../inventory/remember-instance.ts";
import { planStart } from "../start/plan-start.ts";
import { findDrift } from "./find-drift.ts";
import { type OperationRun, runOf } from "./operation-run.ts";
import { readActualCost } from "./read-actual-cost.ts";
import type { RunRecord } from "./record-run.ts";
import { type RunDependencies, timesOf } from "./run-dependencies.ts";
import { runGuidance } from "./run-guidance.ts";
import { operationWork } from "./work.ts";

type DoneObservation = Extract<Observation, { kind: "done" }>;

/** SQS delays no message for longer. */
const longestDelaySeconds = 900;

/**
 * Carries a claimed run out, stage by stage: each stage's call comes after its claim and before its record, so who is
 * delivered the step again after a crash finds in RDS whether the call was made, and never makes it twice.
 */
export function makeCarryOut(deps: RunDependencies, record: RunRecord) {
  /** Nobody recorded whether the call was made. Once its claimer cannot be at work any more, RDS tells. */
  async function takeOver({ request: { id, run }, intent, work }: OperationRun): Promise<void> {
    const times = timesOf(deps, work);
    const taken = await changeRequest(deps, id, (request, now) => resume(request, times, now));
    if (taken.ok) {
      const resumed = runOf(taken.value, intent);
      const observation = await observe(resumed);
      if (observation.kind === "absent") await callIfStillRight(resumed);
      else await note(resumed, observation);
    } else if (taken.error.kind === "not-due") {
      const wait = Math.ceil((run.leaseUntil.getTime() - deps.now().getTime()) / 1000);
      await deps.runs.send(
        { requestId: id, step: run.steps },
        Math.min(longestDelaySeconds, Math.max(1, wait)),
      );
    }
  }

  /** A claimed request can neither go back to its approvers nor be scheduled anew, so a drift or a missed time ends it. */
  async function callIfStillRight(run: OperationRun): Promise<void> {
    const { intent, context, work, request } = run;
    const instance = await answered(run, deps.rds.findInstance(context.place, intent.instance.id));
    if (!instance) return record.end(run, "failed", runGuidance.targetGone(context));
    const isSnapshotMade = stageOf(request.run).facts.length > 0;
    const differences = findDrift(run, instance);
    if (differences.length > 0) {
      const told = isSnapshotMade ? runGuidance.driftedMeanwhile : runGuidance.targetDrifted;
      return record.end(run, "failed", told(context, differences));
    }
    const missed = work.name === "operation" ? findMissedStart(request, deps.now()) : undefined;
    if (missed) return record.end(run, "failed", runGuidance.missedStart(context, missed, isSnapshotMade));
    const held =
      work.name === "operation"
        ? planStart(deps.policy, request, instance.maintenanceWindow, deps.now())
        : undefined;
    if (!held) return call(run);
    const told = isSnapshotMade ? runGuidance.heldMeanwhile : runGuidance.heldBeforeCall;
    return record.end(run, "failed", told(context, held));
  }

  async function call(run: OperationRun): Promise<void> {
    const { work, context } = run;
    const obstacle = await answered(run, work.obstacle(deps.rds, context));
    if (obstacle !== undefined) return record.end(run, "failed", work.guidance.failed(obstacle));
    const answer = await answered(run, deps.rds.call(context.place, work.command(context), run.request));
    return answer.ok
      ? record.carryOn(run, { text: work.started(context) })
      : record.end(run, "failed", work.guidance.failed(rejectionGuidance(answer.error)));
  }

  async function note(run: OperationRun, observation: Observation): Promise<void> {
    const { work, context } = run;
    if (observation.kind === "done") {
      await goOn(run, observation);
    } else if (observation.kind === "failed") {
      await record.end(run, "failed", work.guidance.failed(observation.guidance), observation);
    } else if (deps.now() >= run.request.run.deadline) {
      const { patienceSeconds } = timesOf(deps, work);
      const seen = observation.kind === "in-progress" ? observation : {};
      await record.end(run, "timeout", work.guidance.timedOut(context, patienceSeconds), seen);
    } else if (observation.kind === "absent") {
      await record.carryOn(run, { text: "waiting for RDS to show it" });
    } else {
      await record.carryOn(run, { text: observation.text, percent: observation.percent });
    }
  }

  /** From the safety snapshot to the operation itself, and from that to the end. */
  async function goOn(run: OperationRun, { facts, details }: DoneObservation): Promise<void> {
    if (run.work.name === "operation") {
      const actualCost = await readActualCost(deps, run);
      const ended = await record.complete(run, facts, { actualCost, details });
      if (ended) await rememberTarget(run);
      return;
    }
    const { operation, intent } = run;
    const times = timesOf(deps, operationWork(operation, intent.parameters));
    const text = `The safety snapshot ${intent.safetySnapshot} is there. Now comes the change itself.`;
    const begun = await record.save(run, (request, now) => nextStage(request, { facts, text }, times, now));
    if (begun) await callIfStillRight(runOf(begun, intent));
  }

  async function rememberTarget({ context }: OperationRun): Promise<void> {
    const instance = await deps.rds.findInstance(context.place, context.instanceId);
    if (instance) await rememberInstance(deps, instance);
  }

  function observe(run: OperationRun): Promise<Observation> {
    return answered(run, run.work.observe(deps.rds, run.context));
  }

  /** RDS's answer. Where there is still none when the run's time is over, the run ends with that: it must not hang for ever. */
  async function answered<Answer>(run: OperationRun, answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (failure) {
      if (deps.now() >= givenUpAt(run.request, timesOf(deps, run.work))) {
        await record.end(run, "timeout", run.work.guidance.unanswered(run.context));
      }
      throw failure;
    }
  }

  return {
    takeOver,
    call,
    async look(run: OperationRun): Promise<void> {
      await note(run, await observe(run));
    },
  };
}

/** A resumption renews the deadline, so before the first record of a stage it is the stage's beginning that counts. */
function givenUpAt({ run }: ExecutingRequest, { patienceSeconds }: Pick<RunTimes, "patienceSeconds">): Date {
  return isCallUnknown(run) ? secondsAfter(stageOf(run).since, 3 * patienceSeconds) : run.deadline;
}
