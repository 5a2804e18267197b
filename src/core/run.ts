import type { ActualCost } from "./cost.ts";
import type { JsonObject } from "./json.ts";
import type { Fact } from "./request.ts";

/** One start of an approved intent. */
export interface Run {
  readonly claimedAt: Date;
  /** Until then whoever claimed it, resumed it or began its stage has it alone. */
  readonly leaseUntil: Date;
  /** After this its stage, and with it the run, ends as timed out. */
  readonly deadline: Date;
  /** How many steps are recorded, of all stages together. */
  readonly steps: number;
  /** Missing where there is only the operation itself. */
  readonly stage?: RunStage | undefined;
  readonly lastProgress?: Progress | undefined;
  /** Of a bulk request: its instances as far as they have started, in the intent's order. */
  readonly parts?: readonly RunPart[] | undefined;
}

export interface Progress {
  readonly at: Date;
  readonly text: string;
  /** 0 to 100, where RDS tells it. */
  readonly percent?: number | undefined;
}

/** A part of a run with a call of its own: the safety snapshot, then the operation itself. */
export interface RunStage {
  readonly name: "snapshot" | "operation";
  /** From then on its call can have left traces. */
  readonly since: Date;
  /** How many steps were recorded before it; with none more, its call may or may not have been made. */
  readonly stepsBefore: number;
  /** What the stage before it made. */
  readonly facts: readonly Fact[];
}

/** One instance of a running bulk request, from its start on. */
export interface RunPart {
  readonly startedAt: Date;
  readonly end?: PartEnd | undefined;
}

/** How one instance of a bulk request ended. */
export interface PartEnd {
  readonly at: Date;
  readonly result: Outcome["result"] | "not-started";
  readonly durationSeconds: number;
  /** Why it did not work and what to do about it. Empty after a success. */
  readonly guidance: string;
  /** What it has changed of the monthly bill, where that is known. */
  readonly actualCost?: ActualCost | undefined;
}

export interface Outcome {
  readonly result: "available" | "failed" | "timeout";
  readonly durationSeconds: number;
  /** What the run made or did: a snapshot's ARN, for example. */
  readonly facts: readonly Fact[];
  /** Why it did not work and what to do about it. Empty after a success. */
  readonly guidance: string;
  /** The same for programs, under the API's names: `snapshot_arn`, for example. */
  readonly details?: JsonObject | undefined;
}

/** What a run is at; one from before there were stages has only the operation itself. */
export function stageOf({ stage, claimedAt }: Pick<Run, "stage" | "claimedAt">): RunStage {
  return stage ?? { name: "operation", since: claimedAt, stepsBefore: 0, facts: [] };
}

/** Nothing is recorded of the stage yet, so its call may or may not have been made. */
export function isCallUnknown(run: Run): boolean {
  return run.steps === stageOf(run).stepsBefore;
}
