import type { InstanceSettings, RdsInstance } from "../frame/rds-gateway.ts";
import { includedGp3Iops } from "../rules/storage-rules.ts";
import { pricedStorageTypes, type RegionPrices, typesWithIops, type ZonePrices } from "./price-table.ts";

/** What of an instance is paid for by the month. */
export type BilledInstance = Pick<RdsInstance, "engine" | "clusterId"> &
  Pick<InstanceSettings, "instanceClass" | "isMultiAz" | "storageType" | "allocatedStorageGib" | "iops"> & {
    readonly isStopped: boolean;
  };

/** One line of the bill. Two lines of the same name have the same price, whether it is known or not. */
export interface BillLine {
  readonly name: string;
  readonly quantity: number;
  /** For one of the quantity, by the month. */
  readonly price: number | undefined;
}

/** What AWS itself takes as a month: https://docs.aws.amazon.com/pricing-calculator/latest/userguide/. */
const hoursInMonth = 730;

/**
 * An instance's monthly bill: hours, storage, provisioned IOPS. A stopped one pays for its storage only
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_OnDemandDBInstances.html). Throughput beyond what gp3 includes,
 * backups, traffic and extended support are not in it.
 */
export function billOf(instance: BilledInstance, prices: RegionPrices | undefined): readonly BillLine[] {
  const { storageType, allocatedStorageGib } = instance;
  const zones = instance.isMultiAz ? "multi" : "single";
  const suffix = instance.isMultiAz ? " with Multi-AZ" : "";
  const ofStorage = pricedStorageTypes.find((type) => type === storageType);
  const ofIops = typesWithIops.find((type) => type === storageType);
  return [
    hoursOf(instance, prices),
    {
      name: `${storageType} storage${suffix}`,
      quantity: allocatedStorageGib,
      price: ofStorage && prices?.storage[ofStorage]?.[zones],
    },
    {
      name: `${storageType} IOPS${suffix}`,
      quantity: paidIops(instance),
      price: ofIops && prices?.iops[ofIops]?.[zones],
    },
  ];
}

function hoursOf(instance: BilledInstance, prices: RegionPrices | undefined): BillLine {
  const { engine, instanceClass, isMultiAz, isStopped } = instance;
  const kind = specialKindOf(instance);
  const listed: ZonePrices | undefined = kind === "" ? prices?.instances[engine]?.[instanceClass] : undefined;
  return {
    name: `${instanceClass} with ${engine}${isMultiAz ? ", Multi-AZ" : ""}${kind}`,
    quantity: isStopped ? 0 : hoursInMonth,
    price: listed?.[isMultiAz ? "multi" : "single"],
  };
}

/** What is sold at prices of its own, which the table does not tell apart. */
function specialKindOf({ engine, clusterId, storageType }: BilledInstance): string {
  if (storageType === "aurora-iopt1") return ", I/O-optimized";
  return clusterId !== undefined && !engine.startsWith("aurora") ? ", in a Multi-AZ cluster" : "";
}

function paidIops({ engine, storageType, allocatedStorageGib, iops = 0 }: BilledInstance): number {
  if (!typesWithIops.some((type) => type === storageType)) return 0;
  const included = storageType === "gp3" ? includedGp3Iops(allocatedStorageGib, engine) : 0;
  return Math.max(0, iops - included);
}
