import { z } from "zod";
import type { ActualCost, CostChange } from "../../core/cost.ts";
import type { JsonObject } from "../../core/json.ts";
import { settingKeys } from "../frame/instance-state.ts";
import type { CostEffect, Operation, TargetInstance } from "../frame/operation.ts";
import type { RdsInstance, SomeSettings } from "../frame/rds-gateway.ts";
import type { BilledInstance } from "./bill.ts";
import { costChangeOf, snapshotCost } from "./cost-change.ts";
import type { PriceTable } from "./price-table.ts";

type PlacedInstance = TargetInstance & Pick<RdsInstance, "region">;

/** What an operation will change of the monthly bill, told before it runs. */
export function estimateCost(
  prices: PriceTable,
  operation: Pick<Operation, "costEffect">,
  parameters: JsonObject,
  instance: PlacedInstance,
): CostChange {
  const effect = operation.costEffect(parameters, instance);
  if (effect.kind !== "billed") return unbilledCost(prices, effect, instance);
  const before = { ...instance, isStopped: isStopped(instance) };
  return costChangeOf(prices, instance.region, before, {
    ...withSettings(before, effect.settings),
    isStopped: effect.isStopped ?? before.isStopped,
  });
}

/** What the intent's state tells of what is paid for; requests of another kind, or from before states, have none. */
const materialSchema = z
  .object({
    class: z.string(),
    multi_az: z.boolean(),
    storage_type: z.string(),
    storage_gib: z.number(),
    iops: z.number().optional(),
  })
  .transform((state) => ({
    instanceClass: state.class,
    isMultiAz: state.multi_az,
    storageType: state.storage_type,
    allocatedStorageGib: state.storage_gib,
    iops: state.iops,
  }));

/**
 * What a run has changed of the monthly bill: what RDS shows after it, against the material state that was approved. What
 * waits for the maintenance window counts as if it were there, and is told to wait. Nothing where no state was noted.
 */
export function actualCostOf(
  prices: PriceTable,
  operation: Pick<Operation, "costEffect">,
  { parameters, state }: { readonly parameters: JsonObject; readonly state?: JsonObject | undefined },
  shown: PlacedInstance,
): ActualCost | undefined {
  const material = materialSchema.safeParse(state);
  if (!material.success) return undefined;
  // What others have pending by now is not of this run.
  const approved = { ...shown, pending: {}, ...material.data };
  const effect = operation.costEffect(parameters, approved);
  if (effect.kind !== "billed") {
    return { change: unbilledCost(prices, effect, shown), waitsForMaintenance: false };
  }
  const now = { ...shown, isStopped: isStopped(shown) };
  const before = {
    ...approved,
    isStopped: effect.isStopped === undefined ? now.isStopped : !effect.isStopped,
  };
  const change = costChangeOf(prices, shown.region, before, now);
  const later = costChangeOf(
    prices,
    shown.region,
    before,
    withSettings(now, waitingOf(effect.settings, shown)),
  );
  const waitsForMaintenance = !isSameCost(change, later);
  return { change: waitsForMaintenance ? later : change, waitsForMaintenance };
}

function unbilledCost(
  prices: PriceTable,
  effect: Exclude<CostEffect, { kind: "billed" }>,
  { region, allocatedStorageGib }: Pick<PlacedInstance, "region" | "allocatedStorageGib">,
): CostChange {
  switch (effect.kind) {
    case "none":
      return effect;
    case "unpriced":
      return { kind: "unknown", why: effect.why };
    case "snapshot": {
      // The storage only grows, so no snapshot of the instance is larger.
      const cost = snapshotCost(prices, region, allocatedStorageGib);
      const isLess = cost.kind === "change" && effect.change === "deleted";
      return isLess ? { ...cost, monthlyChange: -cost.monthlyChange } : cost;
    }
  }
}

function withSettings(instance: BilledInstance, settings: SomeSettings): BilledInstance {
  return {
    ...instance,
    instanceClass: settings.instanceClass ?? instance.instanceClass,
    isMultiAz: settings.isMultiAz ?? instance.isMultiAz,
    storageType: settings.storageType ?? instance.storageType,
    allocatedStorageGib: settings.allocatedStorageGib ?? instance.allocatedStorageGib,
    // Spoken of and none: the storage type has none.
    iops: "iops" in settings ? settings.iops : instance.iops,
  };
}

/** Of the settings that were asked for, those that RDS shows as pending. */
function waitingOf(asked: SomeSettings, { pending }: Pick<RdsInstance, "pending">): SomeSettings {
  const waiting = settingKeys(pending).filter((key) => pending[key] === asked[key]);
  return Object.fromEntries(waiting.map((key) => [key, pending[key]]));
}

function isSameCost(one: CostChange, other: CostChange): boolean {
  if (one.kind === "change" && other.kind === "change") return one.monthlyChange === other.monthlyChange;
  return one.kind === other.kind;
}

/** Hours are billed until it is stopped, and from when it is started. */
function isStopped({ status }: Pick<RdsInstance, "status">): boolean {
  return status === "stopped" || status === "stopping";
}
