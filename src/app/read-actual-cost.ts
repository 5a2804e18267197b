import type { ActualCost } from "../core/cost.ts";
import { actualCostOf } from "../operations/cost/operation-cost.ts";
import type { PriceTable } from "../operations/cost/price-table.ts";
import type { RdsReader } from "../operations/frame/rds-gateway.ts";
import { GatewayError } from "./gateway-error.ts";
import type { OperationRun } from "./operation-run.ts";

/**
 * What a run that is done has changed of the monthly bill, from what RDS shows now. A run does not wait for it: where RDS gives
 * no answer, it is unknown.
 */
export async function readActualCost(
  { rds, prices }: { readonly rds: Pick<RdsReader, "findInstance">; readonly prices: PriceTable },
  { context, operation, intent }: OperationRun,
): Promise<ActualCost | undefined> {
  try {
    const instance = await rds.findInstance(context.place, context.instanceId);
    return instance && actualCostOf(prices, operation, intent, instance);
  } catch (failure) {
    if (!(failure instanceof GatewayError)) throw failure;
    const why = "RDS did not answer what there is now";
    return { change: { kind: "unknown", why }, waitsForMaintenance: false };
  }
}
