import { fullNameOf } from "../../core/instance-name.ts";
import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Inventory, InventoryInstance } from "../ports/inventory.ts";

/**
 * The instance that somebody means by a name, in any case; by its full name where several accounts or regions have one of that
 * name. Refused where there is none, with similar names, and where there are several, with their full names.
 */
export async function chooseInstance(
  inventory: Pick<Inventory, "listNamed" | "search">,
  tenant: string,
  typed: string,
): Promise<Result<InventoryInstance, Refusal>> {
  const name = typed.trim().toLowerCase();
  const named = await inventory.listNamed(tenant, name);
  const [only] = named;
  if (only && named.length === 1) return ok(only);
  if (only) return err({ kind: "ambiguous-instance", instanceId: name, names: named.map(fullNameOf) });
  const [bareName = ""] = name.split(".");
  const similar = await inventory.search(tenant, bareName.slice(0, 4), 5);
  const typedInFull = bareName !== name;
  const names = new Set(similar.map((one) => (typedInFull ? fullNameOf(one) : one.id)));
  return err({ kind: "unknown-instance", instanceId: typed, similar: [...names] });
}
