import type { Json, JsonObject } from "../../core/json.ts";
import type { Execution, Position } from "./execution.ts";
import { evaluate, type Scope } from "./expressions.ts";
import { pauseUntil } from "./pause-until.ts";
import { runTask, type TaskDependencies } from "./run-task.ts";
import type { State, TaskStep } from "./state-machine.ts";
import { isMeant, WorkflowError } from "./workflow-error.ts";

interface RunnerDependencies extends TaskDependencies {
  save(execution: Execution): void;
}

/**
 * Runs an execution from where it is to its end, and saves it at each step, so that another process can go on with it. A call that
 * was being made when a process died is made again.
 */
export async function runExecution(
  started: Execution,
  deps: RunnerDependencies,
  signal: AbortSignal,
): Promise<void> {
  let execution = started;
  const keep = (changes: Partial<Execution>) => {
    if (signal.aborted) throw signal.reason;
    execution = { ...execution, ...changes };
    deps.save(execution);
  };
  const move = (changes: Partial<Position>) => keep({ position: { ...execution.position, ...changes } });
  const enter = (state: string, input: Json) =>
    keep({ position: { state, input, enteredAt: Date.now(), retries: {} } });
  const end = (changes: Partial<Execution>) => keep({ ...changes, stoppedAt: Date.now() });

  while (execution.status === "RUNNING") {
    const { state: name, input } = execution.position;
    const state = execution.machine.States[name];
    if (!state) return end({ status: "FAILED", error: "States.Runtime", cause: `there is no state ${name}` });
    const scope = scopeOf(execution);
    try {
      switch (state.Type) {
        case "Succeed":
          end({ status: "SUCCEEDED", output: await outputOf(state, scope, input) });
          break;
        case "Fail":
          end({
            status: "FAILED",
            error: String(await evaluate(state.Error, scope)),
            cause: String(await evaluate(state.Cause, scope)),
          });
          break;
        case "Choice": {
          const { next, output } = await choose(state, scope);
          enter(next, output);
          break;
        }
        case "Wait": {
          const seconds = Number(await evaluate(state.Seconds, scope));
          const until = execution.position.waitsUntil ?? Date.now() + seconds * 1000;
          move({ waitsUntil: until });
          await pauseUntil(until, signal);
          goOn(state, await outputOf(state, scope, input));
          break;
        }
        case "Pass":
          goOn(state, await outputOf(state, scope, input));
          break;
        case "Task": {
          if (execution.position.waitsUntil !== undefined) {
            await pauseUntil(execution.position.waitsUntil, signal);
            move({ waitsUntil: undefined, enteredAt: Date.now() });
          }
          const result = await runTask(state, () => execution, move, deps, signal);
          const scoped = { ...scope, result };
          goOn(state, await outputOf(state, scoped, result));
          break;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      const failure =
        error instanceof WorkflowError ? error : new WorkflowError("States.Runtime", String(error));
      await meet(failure, state, scope);
    }
  }

  function goOn(state: Extract<State, { Next?: unknown }>, output: Json): void {
    if (state.Next === undefined) end({ status: "SUCCEEDED", output });
    else enter(state.Next, output);
  }

  async function meet(failure: WorkflowError, state: State, scope: Scope): Promise<void> {
    const { error, message: cause } = failure;
    if (state.Type === "Task") {
      if (retry(failure, state)) return;
      const catcher = state.Catch.find(({ ErrorEquals }) => isMeant(ErrorEquals, failure));
      if (catcher) {
        const errorOutput = { Error: error, Cause: cause };
        const output = await evaluate(catcher.Output ?? errorOutput, { ...scope, errorOutput });
        return enter(catcher.Next, output);
      }
    }
    end({ status: "FAILED", error, cause });
  }

  /** False where no retrier is meant, or its attempts are used up. */
  function retry(failure: WorkflowError, { Retry }: TaskStep): boolean {
    const index = Retry.findIndex(({ ErrorEquals }) => isMeant(ErrorEquals, failure));
    const retrier = Retry[index];
    const used = execution.position.retries[index] ?? 0;
    if (!retrier || used >= retrier.MaxAttempts) return false;
    const { IntervalSeconds, BackoffRate, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier;
    const seconds = Math.min(IntervalSeconds * BackoffRate ** used, MaxDelaySeconds);
    const retries = { ...execution.position.retries, [index]: used + 1 };
    move({ retries, waitsUntil: Date.now() + seconds * 1000, task: undefined });
    return true;
  }
}

function scopeOf({ executionArn, name, input, startedAt, stateMachineArn, position }: Execution): Scope {
  const context: JsonObject = {
    Execution: { Id: executionArn, Name: name, Input: input, StartTime: new Date(startedAt).toISOString() },
    StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(":").at(-1) ?? "" },
    State: { Name: position.state, EnteredTime: new Date(position.enteredAt).toISOString() },
  };
  return { input: position.input, context };
}

async function outputOf(
  state: { readonly Output?: Json | undefined },
  scope: Scope,
  usual: Json,
): Promise<Json> {
  return state.Output === undefined ? usual : evaluate(state.Output, scope);
}

async function choose(state: Extract<State, { Type: "Choice" }>, scope: Scope) {
  for (const { Condition, Next: next, Output } of state.Choices) {
    if ((await evaluate(Condition, scope)) === true) {
      return { next, output: await outputOf({ Output: Output ?? state.Output }, scope, scope.input) };
    }
  }
  if (state.Default === undefined) throw new WorkflowError("States.NoChoiceMatched", "no choice is true");
  return { next: state.Default, output: await outputOf(state, scope, scope.input) };
}
