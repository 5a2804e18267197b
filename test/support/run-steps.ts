import { makeRunBulk } from "../../src/app/run/run-bulk.ts";
import type { RunDependencies } from "../../src/app/run/run-dependencies.ts";
import { makeRunOperation } from "../../src/app/run/run-operation.ts";
import { makeRunRequest, type RunRequest } from "../../src/app/run/run-request.ts";

/** What takes the steps of runs, put together as the function `run-operation` has it. */
export function makeRunSteps(deps: RunDependencies): RunRequest {
  return makeRunRequest({ ...deps, runOperation: makeRunOperation(deps), runBulk: makeRunBulk(deps) });
}
