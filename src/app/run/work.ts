import type { JsonObject } from "../../core/json.ts";
import type { RunStage } from "../../core/run.ts";
import type { Observation, Operation, RunContext } from "../../operations/frame/operation.ts";
import type { RdsCommand, RdsReader } from "../../operations/frame/rds-gateway.ts";
import { runGuidance } from "./run-guidance.ts";

/** What one stage of a run calls, what it looks for, and how its failures read. */
export interface Work {
  readonly name: RunStage["name"];
  /** How long it may take; nothing where the usual time does. */
  readonly patienceSeconds: number | undefined;
  readonly isToldLate: boolean;
  obstacle(rds: RdsReader, context: RunContext): Promise<string | undefined>;
  command(context: RunContext): RdsCommand;
  started(context: RunContext): string;
  observe(rds: RdsReader, context: RunContext): Promise<Observation>;
  readonly guidance: {
    /** With what the failure itself tells. */
    failed(why: string): string;
    timedOut(context: RunContext, patienceSeconds: number): string;
    unanswered(context: RunContext): string;
  };
}

/** The work of the operation itself, with the parameters that were approved. */
export function operationWork(operation: Operation, parameters: JsonObject): Work {
  return {
    name: "operation",
    patienceSeconds: operation.patienceSeconds,
    isToldLate: operation.isToldLate,
    obstacle: (rds, context) => operation.obstacle(rds, parameters, context),
    command: (context) => operation.command(parameters, context),
    started: (context) => operation.started(parameters, context),
    observe: (rds, context) => operation.observe(rds, parameters, context),
    guidance: {
      failed: (why) => why,
      timedOut: runGuidance.timedOut,
      unanswered: runGuidance.unanswered,
    },
  };
}
