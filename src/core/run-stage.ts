import type { Run, RunStage } from "./request.ts";

/** What a run is at; one from before there were stages has only the operation itself. */
export function stageOf({ stage, claimedAt }: Pick<Run, "stage" | "claimedAt">): RunStage {
  return stage ?? { name: "operation", since: claimedAt, stepsBefore: 0, facts: [] };
}

/** Nothing is recorded of the stage yet, so its call may or may not have been made. */
export function isCallUnknown(run: Run): boolean {
  return run.steps === stageOf(run).stepsBefore;
}
