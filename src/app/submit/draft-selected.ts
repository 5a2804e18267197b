import type { Policy } from "../../core/policy/policy.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { RequestId } from "../../core/request.ts";
import { err, type Result } from "../../core/result.ts";
import type { PriceTable } from "../../operations/cost/price-table.ts";
import type { Operation } from "../../operations/frame/operation.ts";
import { findSelected } from "../inventory/find-selected.ts";
import type { Inventory } from "../ports/inventory.ts";
import type { Asker } from "./asked-facts.ts";
import { type BulkDraft, draftBulk } from "./draft-bulk.ts";
import { type Draft, draftRequest } from "./draft-request.ts";
import { readParallelism } from "./parallelism.ts";

/**
 * What there is to say of an operation on the instances that a selection means: a bulk request, or an ordinary one where it
 * means a single one.
 */
export async function draftSelected(
  {
    inventory,
    policy,
    prices,
    tenant,
  }: {
    readonly inventory: Pick<Inventory, "listNamed" | "search">;
    readonly policy: Policy;
    readonly prices: PriceTable;
    readonly tenant: string;
  },
  asked: {
    readonly operation: Operation;
    readonly instanceId: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly asker?: Asker | undefined;
  },
  id: RequestId,
): Promise<Result<Draft | BulkDraft, Refusal>> {
  const read = readParallelism(asked.parameters);
  if (!read.ok) return err({ kind: "invalid-parameters", issues: read.error });
  const { parallelism, parameters } = read.value;
  const selected = await findSelected(inventory, tenant, asked.instanceId);
  if (!selected.ok) return selected;
  const [only, ...others] = selected.value;
  if (only && others.length === 0)
    return draftRequest(
      policy,
      { operation: asked.operation, instance: only, parameters, asker: asked.asker },
      id,
      prices,
    );
  return draftBulk(
    policy,
    {
      operation: asked.operation,
      instances: selected.value,
      parameters,
      parallelism,
      selection: asked.instanceId.trim(),
      // A template is pre-approved for one instance.
      asker: asked.asker && { ...asked.asker, template: undefined },
    },
    id,
    prices,
  );
}
