import { z } from "zod";
import type { Json } from "../../core/json.ts";
import type { Execution, TaskEnd } from "./execution.ts";
import type { ExecutionFile } from "./execution-file.ts";
import { runExecution } from "./runner.ts";
import type { ServiceClients } from "./service-calls.ts";
import { type StateMachine, stateMachineSchema } from "./state-machine.ts";
import { StepFunctionsError } from "./step-functions-error.ts";
import { isTaskToken, type Waiter, type Waiters } from "./task-tokens.ts";

const home = "arn:aws:states:eu-central-1:123456789012";

/** State machines and their executions: those of the file that have not ended go on at once. */
export class Workflows {
  readonly #kept: ExecutionFile;
  readonly #clients: ServiceClients;
  readonly #machines = new Map<string, StateMachine>();
  readonly #running = new Map<string, AbortController>();
  readonly #waiters: Waiters = new Map();

  constructor(kept: ExecutionFile, clients: ServiceClients) {
    this.#kept = kept;
    this.#clients = clients;
    for (const execution of kept.all) if (execution.status === "RUNNING") this.#run(execution);
  }

  /** Another one under the same name takes its place; executions go on with the one that they began with. */
  define(name: string, definition: string): string {
    const parsed = stateMachineSchema.safeParse(parseJson(definition));
    if (!parsed.success) throw new StepFunctionsError("InvalidDefinition", z.prettifyError(parsed.error));
    const arn = `${home}:stateMachine:${name}`;
    this.#machines.set(arn, parsed.data);
    return arn;
  }

  start(stateMachineArn: string, name: string, input: Json): Execution {
    const machine = this.#machines.get(stateMachineArn);
    if (!machine)
      throw new StepFunctionsError(
        "StateMachineDoesNotExist",
        `State Machine Does Not Exist: '${stateMachineArn}'`,
      );
    const executionArn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
    const same = this.#kept.find(executionArn);
    if (same?.status === "RUNNING" && JSON.stringify(same.input) === JSON.stringify(input)) return same;
    if (same)
      throw new StepFunctionsError("ExecutionAlreadyExists", `Execution Already Exists: '${executionArn}'`);
    const execution: Execution = {
      ...{ executionArn, stateMachineArn, name, input, machine, status: "RUNNING", startedAt: Date.now() },
      position: { state: machine.StartAt, input, enteredAt: Date.now(), retries: {} },
    };
    this.#kept.save(execution);
    this.#run(execution);
    return execution;
  }

  get(executionArn: string): Execution {
    const found = this.#kept.find(executionArn);
    if (!found)
      throw new StepFunctionsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
    return found;
  }

  get all(): readonly Execution[] {
    return this.#kept.all;
  }

  abort(executionArn: string, error: string | undefined, cause: string | undefined): Execution {
    const found = this.get(executionArn);
    if (found.status !== "RUNNING") return found;
    this.#running.get(executionArn)?.abort();
    const stopped: Execution = { ...found, status: "ABORTED", error, cause, stoppedAt: Date.now() };
    this.#kept.save(stopped);
    return stopped;
  }

  endTask(token: string, end: TaskEnd): void {
    this.#waiterOf(token).end(end);
  }

  beat(token: string): void {
    this.#waiterOf(token).beat();
  }

  /** Leaves the executions as they are, for another process to go on with. */
  stop(): void {
    for (const controller of this.#running.values()) controller.abort();
  }

  #waiterOf(token: string): Waiter {
    if (!isTaskToken(token)) throw new StepFunctionsError("InvalidToken", "Invalid Token: 'Invalid token'");
    const waiter = this.#waiters.get(token);
    if (!waiter) {
      throw new StepFunctionsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    }
    return waiter;
  }

  #run(execution: Execution): void {
    const controller = new AbortController();
    const { executionArn } = execution;
    this.#running.set(executionArn, controller);
    const deps = {
      clients: this.#clients,
      waiters: this.#waiters,
      save: (one: Execution) => this.#kept.save(one),
    };
    runExecution(execution, deps, controller.signal)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) throw error;
      })
      .finally(() => this.#running.delete(executionArn));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
