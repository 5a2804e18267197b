import { mostInstances, parseSelection, type Selector, selectInstances } from "../../core/bulk/selection.ts";
import type { Refusal } from "../../core/refusal.ts";
import { err, type Result } from "../../core/result.ts";
import type { Inventory, InventoryInstance } from "../ports/inventory.ts";

/** All that an inventory shows of one tenant. */
const everyInstance = 100_000;

/** The instances that a selection means, as the inventory knows them; refused as `selectInstances` says. */
export async function findSelected(
  inventory: Pick<Inventory, "listNamed" | "search">,
  tenant: string,
  text: string,
): Promise<Result<readonly InventoryInstance[], Refusal>> {
  const selectors = parseSelection(text);
  const names = namesOf(selectors);
  if (names.length > mostInstances) {
    return err({ kind: "too-many-instances", count: names.length, limit: mostInstances });
  }
  const known = selectors.every(({ kind }) => kind === "name")
    ? await findNamed(inventory, tenant, names)
    : await inventory.search(tenant, "", everyInstance);
  const selected = selectInstances(selectors, known);
  if (selected.ok || selected.error.kind !== "unknown-instance") return selected;
  const { instanceId } = selected.error;
  const similar = await inventory.search(tenant, instanceId.toLowerCase().slice(0, 4), 5);
  return err({ kind: "unknown-instance", instanceId, similar: similar.map(({ id }) => id) });
}

async function findNamed(
  inventory: Pick<Inventory, "listNamed">,
  tenant: string,
  names: readonly string[],
): Promise<readonly InventoryInstance[]> {
  return (await Promise.all(names.map((name) => inventory.listNamed(tenant, name)))).flat();
}

function namesOf(selectors: readonly Selector[]): readonly string[] {
  return [...new Set(selectors.flatMap((selector) => (selector.kind === "name" ? [selector.name] : [])))];
}
