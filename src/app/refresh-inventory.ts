import { classifyInstance } from "../core/policy/classify-instance.ts";
import type { Policy } from "../core/policy/policy.ts";
import type { RdsGateway } from "../operations/frame/rds-gateway.ts";
import type { Inventory } from "./ports/inventory.ts";

interface Dependencies {
  readonly rds: RdsGateway;
  readonly inventory: Inventory;
  readonly policy: Policy;
  readonly tenant: string;
  readonly now: () => Date;
}

export type RefreshInventory = () => Promise<number>;

/** Reads every instance from RDS, tells its environment, and keeps it for forms and requests. Returns how many there are. */
export function makeRefreshInventory({
  rds,
  inventory,
  policy,
  tenant,
  now,
}: Dependencies): RefreshInventory {
  return async () => {
    let seen = 0;
    for await (const instance of rds.listInstances()) {
      const { environment, source } = classifyInstance(policy, instance);
      await inventory.save({
        ...instance,
        tenant,
        environment,
        environmentSource: source,
        lastSeenAt: now(),
      });
      seen += 1;
    }
    return seen;
  };
}
