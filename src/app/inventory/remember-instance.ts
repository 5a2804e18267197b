import type { RdsInstance } from "../../operations/frame/rds-gateway.ts";
import type { Inventory } from "../ports/inventory.ts";

/**
 * Keeps what a run has just seen of an instance, so that what is asked for next, a way back above all, need not wait for the
 * inventory's next refresh. One that is new under its name is left to that, which tells its environment.
 */
export async function rememberInstance(
  { inventory, now }: { readonly inventory: Inventory; readonly now: () => Date },
  instance: RdsInstance,
): Promise<void> {
  const known = await inventory.find(instance);
  if (known?.resourceId !== instance.resourceId) return;
  await inventory.save({ ...known, ...instance, lastSeenAt: now() });
}
