import type { Fact } from "../../core/fact.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { err, type Result } from "../../core/result.ts";
import { type Outcome, stageOf } from "../../core/run.ts";
import {
  type CompletionDetails,
  complete,
  type ExecutingRequest,
  fail,
  progress,
} from "../../core/transitions/run.ts";
import { changeRequest } from "../change-request.ts";
import type { OperationRun } from "./operation-run.ts";
import type { PassTurn } from "./pass-turn.ts";
import type { RunDependencies } from "./run-dependencies.ts";
import { secondsToNextLook } from "./seconds-to-next-look.ts";

export type RunRecord = ReturnType<typeof makeRunRecord>;

/** Writes down what becomes of a run, and sends the message for what is next: its own next step, or the next one's turn. */
export function makeRunRecord(
  deps: Pick<RunDependencies, "requests" | "runs" | "now" | "times">,
  passTurn: PassTurn,
) {
  async function sendNext({ id, run }: ExecutingRequest): Promise<void> {
    const inStage = run.steps - stageOf(run).stepsBefore;
    await deps.runs.send(
      { requestId: id, step: run.steps },
      secondsToNextLook({ steps: inStage }, deps.times),
    );
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

  return {
    sendNext,
    save,

    async carryOn(run: OperationRun, step: Parameters<typeof progress>[1]): Promise<void> {
      const saved = await save(run, (request, now) => progress(request, step, now));
      if (saved) await sendNext(saved);
    },

    /** The ended request, unless another delivery has ended it. */
    async complete(
      run: OperationRun,
      facts: readonly Fact[],
      details: CompletionDetails,
    ): Promise<ApprovalRequest | undefined> {
      const ended = await save(run, (request, now) =>
        complete(request, [...earlierFacts(run), ...facts], now, details),
      );
      if (ended) await passTurn(ended);
      return ended;
    },

    async end(
      run: OperationRun,
      result: "failed" | "timeout",
      guidance: string,
      { facts = [], details }: Partial<Pick<Outcome, "facts" | "details">> = {},
    ): Promise<void> {
      const failure = { result, facts: [...earlierFacts(run), ...facts], guidance, details };
      const ended = await save(run, (request, now) => fail(request, failure, now));
      if (ended) await passTurn(ended);
    },
  };
}

/** A safety snapshot stays, whatever becomes of the operation. */
function earlierFacts({ request }: OperationRun): readonly Fact[] {
  return stageOf(request.run).facts;
}
