import { isCallUnknown, type Run, stageOf } from "../../core/run.ts";
import { startRefusal } from "../../core/transitions/run.ts";
import { makeCarryOut } from "./carry-out.ts";
import { runOf } from "./operation-run.ts";
import { makePassTurn } from "./pass-turn.ts";
import { makeRunRecord } from "./record-run.ts";
import type { RunDependencies } from "./run-dependencies.ts";
import type { RunFound } from "./run-request.ts";
import { makeStartRun } from "./start-run.ts";

/**
 * One step of an approved operation's run; the next one is a delayed message. It starts when it is its turn at its target:
 * there the target is read again, and a drifted one is not touched, the request goes back to its approvers; where it is
 * another one by now, or of another environment, the run fails.
 */
export function makeRunOperation(deps: RunDependencies): RunFound {
  const passTurn = makePassTurn(deps);
  const record = makeRunRecord(deps, passTurn);
  const carryOut = makeCarryOut(deps, record);
  const startRun = makeStartRun(deps, passTurn);

  return async (found, step) => {
    if (found.intent.kind !== "rds") return;
    if (found.status === "executing") {
      const run = runOf(found, found.intent);
      if (isCallUnknown(found.run)) await carryOut.takeOver(run);
      else if (step === found.run.steps) await carryOut.look(run);
      else if (isBeforeLast(step, found.run)) await record.sendNext(found);
    } else if (startRefusal(found, deps.now())) {
      // Whoever ended it may have died before the next one was told.
      await passTurn(found);
    } else {
      const started = await startRun(found, found.intent);
      if (started?.whyNot !== undefined) await record.end(started.run, "failed", started.whyNot);
      else if (started) await carryOut.call(started.run);
    }
  };
}

/** Its work is on record, but the next message may not have been sent. One that ends a stage records its call as well. */
function isBeforeLast(step: number, run: Run): boolean {
  const { stepsBefore } = stageOf(run);
  return step === run.steps - 1 || (run.steps === stepsBefore + 1 && step === stepsBefore - 1);
}
