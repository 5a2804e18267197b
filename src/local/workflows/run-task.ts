import type { Json } from "../../core/json.ts";
import type { Execution, Position, TaskEnd } from "./execution.ts";
import { evaluate } from "./expressions.ts";
import { pauseUntil } from "./pause-until.ts";
import { callService, type ServiceClients } from "./service-calls.ts";
import type { TaskStep } from "./state-machine.ts";
import { newTaskToken, type Waiters } from "./task-tokens.ts";
import { WorkflowError } from "./workflow-error.ts";

export interface TaskDependencies {
  readonly clients: ServiceClients;
  readonly waiters: Waiters;
}

const forever = Number.POSITIVE_INFINITY;

/**
 * Runs a task and, where it is one that waits for its token, waits until somebody ends it with that. `move` saves where the
 * execution is: a process that goes on with it uses the same token, and sends the message again only where it may not have been sent.
 */
export async function runTask(
  state: TaskStep,
  current: () => Execution,
  move: (changes: Partial<Position>) => void,
  { clients, waiters }: TaskDependencies,
  signal: AbortSignal,
): Promise<Json> {
  const waits = state.Resource.endsWith(".waitForTaskToken");
  const { enteredAt } = current().position;
  const deadline = state.TimeoutSeconds === undefined ? forever : enteredAt + state.TimeoutSeconds * 1000;
  if (!waits) return withinTime(call(undefined), deadline, "States.Timeout");

  let task = current().position.task ?? { token: newTaskToken(), isSent: false, beatAt: Date.now() };
  const keep = (changes: Partial<typeof task>) => {
    task = { ...task, ...changes };
    move({ task });
  };
  keep({});
  const ended = Promise.withResolvers<TaskEnd>();
  if (task.end) ended.resolve(task.end);
  waiters.set(task.token, {
    end: (end) => {
      // Kept before it is answered: whoever sent it does not send it again.
      keep({ end });
      waiters.delete(task.token);
      ended.resolve(end);
    },
    beat: () => keep({ beatAt: Date.now() }),
  });
  const over = new AbortController();
  const whileWaiting = AbortSignal.any([signal, over.signal]);
  const late = timeOut();
  late.catch(() => {});
  try {
    if (!task.isSent) {
      await withinTime(call(task.token), deadline, "States.Timeout");
      keep({ isSent: true });
    }
    return resultOf(await Promise.race([ended.promise, late]));
  } finally {
    over.abort();
    waiters.delete(task.token);
  }

  async function call(token: string | undefined): Promise<Json> {
    const { executionArn, name, input, startedAt, position } = current();
    const StartTime = new Date(startedAt).toISOString();
    const argument = await evaluate(state.Arguments, {
      input: position.input,
      context: {
        Execution: { Id: executionArn, Name: name, Input: input, StartTime },
        ...(token !== undefined && { Task: { Token: token } }),
      },
    });
    return callService(state.Resource, argument, clients);
  }

  async function timeOut(): Promise<never> {
    for (;;) {
      const missed =
        state.HeartbeatSeconds === undefined ? forever : task.beatAt + state.HeartbeatSeconds * 1000;
      const next = Math.min(deadline, missed);
      if (next === forever) await new Promise<never>((_, reject) => onAbort(whileWaiting, reject));
      await pauseUntil(next, whileWaiting);
      if (Date.now() >= deadline) throw new WorkflowError("States.Timeout", "");
      if (next === missed && task.beatAt + (state.HeartbeatSeconds ?? 0) * 1000 <= Date.now()) {
        throw new WorkflowError("States.HeartbeatTimeout", "");
      }
    }
  }

  async function withinTime(work: Promise<Json>, until: number, error: string): Promise<Json> {
    if (until === forever) return work;
    const timer = new AbortController();
    const late = pauseUntil(until, AbortSignal.any([timer.signal, signal])).then(() => {
      throw new WorkflowError(error, "");
    });
    late.catch(() => {});
    try {
      return await Promise.race([work, late]);
    } finally {
      timer.abort();
    }
  }
}

function resultOf(end: TaskEnd): Json {
  if (end.kind === "success") return end.output;
  throw new WorkflowError(end.error, end.cause);
}

function onAbort(signal: AbortSignal, reject: (reason: unknown) => void): void {
  if (signal.aborted) reject(signal.reason);
  else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
}
