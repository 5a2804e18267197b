import type { ActualCost } from "../../core/cost.ts";
import { actualCostOf } from "../../operations/cost/operation-cost.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { RdsReader } from "../../operations/frame/rds-gateway.ts";
import type { OperationRun } from "./operation-run.ts";

const unanswered: ActualCost = {
  change: { kind: "unknown", why: "RDS did not answer what there is now" },
  waitsForMaintenance: false,
};

/**
 * What a run that is done has changed of the monthly bill, from what RDS shows now. The run's end does not wait for it: where
 * RDS does not answer, for whatever reason, it is unknown.
 */
export async function readActualCost(
  { rds, prices }: { readonly rds: Pick<RdsReader, "findInstance">; readonly prices: PriceTable },
  { context, operation, intent }: OperationRun,
): Promise<ActualCost | undefined> {
  const shown = await rds.findInstance(context.place, context.instanceId).then(
    (instance) => ({ instance }),
    () => undefined,
  );
  if (!shown) return unanswered;
  return shown.instance && actualCostOf(prices, operation, intent, shown.instance);
}
