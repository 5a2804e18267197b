import type { Policy } from "../../core/policy/policy.ts";
import type { RunTimes } from "../../core/transitions/run.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { RdsGateway } from "../../operations/frame/rds-gateway.ts";
import type { RequestChanger } from "../change-request.ts";
import type { Inventory } from "../ports/inventory.ts";
import type { RunQueue } from "../ports/run-queue.ts";
import type { TurnStore } from "../ports/turn-store.ts";
import type { Work } from "./work.ts";

export interface RunDependencies extends RequestChanger {
  readonly rds: RdsGateway;
  /** As it is now: it can hold a start that was planned under an older one. */
  readonly policy: Policy;
  readonly inventory: Inventory;
  readonly runs: RunQueue;
  readonly turns: TurnStore;
  readonly prices: PriceTable;
  readonly times: RunTimes & {
    /** How long between two looks at a run. */
    readonly pollSeconds: number;
    /** How much later than the call RDS may show a trace of what it tells by events alone. */
    readonly traceSeconds: number;
  };
}

/** The times of one stage of a run. The lease outlasts the traces' delay, as who takes over calls anew where there are none. */
export function timesOf(
  { times }: Pick<RunDependencies, "times">,
  { patienceSeconds = times.patienceSeconds, isToldLate }: Pick<Work, "patienceSeconds" | "isToldLate">,
): RunTimes {
  const leaseSeconds = times.leaseSeconds + (isToldLate ? times.traceSeconds : 0);
  return { patienceSeconds, leaseSeconds };
}
