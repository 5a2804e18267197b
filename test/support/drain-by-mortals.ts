import type { RunRequest } from "../../src/app/run/run-request.ts";
import type { Desk } from "./desk.ts";
import { type Life, mortal } from "./mortal.ts";
import { makeRunSteps } from "./run-steps.ts";

/** Drains the queue by a process with that life, and then by one that lives on. Returns how many messages failed. */
export async function drainByMortals(desk: Desk, life: Life): Promise<number> {
  const { requests, inventory, turns, rds, runs, prices, policy, now } = desk.ports;
  const born = (given: Life): RunRequest =>
    makeRunSteps({
      ...mortal({ requests, inventory, turns, rds, runs }, given),
      prices,
      policy,
      now,
      times: desk.times,
    });
  let process = born(life);
  let failures = 0;
  await desk.drainRuns({
    handle: (step) => process(step),
    onFailure: () => {
      failures += 1;
      desk.pass(desk.times.leaseSeconds);
      process = born({ calls: Number.POSITIVE_INFINITY, end: "before" });
    },
  });
  return failures;
}
