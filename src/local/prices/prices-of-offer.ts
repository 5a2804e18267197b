import type { pricedStorageTypes, typesWithIops } from "../../operations/cost/price-table.ts";
import { type OfferFile, type OfferProduct, onDemandPrice } from "./offer-file.ts";

/**
 * The list's names of engines that have one price for a class. Oracle and SQL Server have several, by edition and licence, which
 * RDS's own description of an instance does not tell apart: they stay unknown.
 */
const engines: Readonly<Record<string, string>> = {
  PostgreSQL: "postgres",
  MySQL: "mysql",
  MariaDB: "mariadb",
  "Aurora PostgreSQL": "aurora-postgresql",
  "Aurora MySQL": "aurora-mysql",
};

const volumes: Readonly<Record<string, (typeof pricedStorageTypes)[number]>> = {
  Magnetic: "standard",
  "General Purpose": "gp2",
  "General Purpose-GP3": "gp3",
  "Provisioned IOPS": "io1",
  "Provisioned IOPS-IO2": "io2",
};

const zonesOf: Readonly<Record<string, "single" | "multi">> = { "Single-AZ": "single", "Multi-AZ": "multi" };

/** Where a product's price goes: `eu-central-1`, `instances`, `postgres`, `db.r6g.large`, `single`. */
type Path = readonly string[];

/** The price table's JSON, as it grows. */
interface Tree {
  [key: string]: Tree | number | string;
}

export interface OfferPrices {
  /** What the price file says of each region of the list; to be read with the whole file. */
  readonly regions: Tree;
  readonly count: number;
  /** What the list gives two prices for, and so is left out. */
  readonly ambiguous: readonly string[];
}

/** The prices of an offer file by region, sorted, so that the same list always gives the same text. */
export function pricesOfOffer(offer: OfferFile): OfferPrices {
  const found = new Map<string, Set<number>>();
  for (const [sku, product] of Object.entries(offer.products)) {
    const path = pathOf(product);
    const price = path && onDemandPrice(offer, sku, unitOf(path));
    if (!path || price === undefined) continue;
    const key = path.join(" ");
    found.set(key, (found.get(key) ?? new Set()).add(price));
  }
  const sorted = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const as_of = offer.publicationDate.slice(0, 10);
  const source = `AWS's price list AmazonRDS, version ${offer.version}`;
  const regions: Tree = {};
  const ambiguous: string[] = [];
  for (const [key, [price, ...others]] of sorted) {
    const [region = "", ...path] = key.split(" ");
    regions[region] ??= { as_of, basis: "list", source, instances: {}, storage: {}, iops: {} };
    if (others.length > 0) ambiguous.push(key);
    else if (price !== undefined) plant(regions[region], path, price);
  }
  return { regions, count: sorted.length - ambiguous.length, ambiguous };
}

function plant(tree: Tree | number | string, [key, ...rest]: Path, price: number): void {
  if (typeof tree !== "object" || key === undefined) return;
  if (rest.length === 0) {
    tree[key] = price;
    return;
  }
  tree[key] ??= {};
  plant(tree[key], rest, price);
}

function pathOf({ productFamily, attributes }: OfferProduct): Path | undefined {
  const {
    regionCode,
    locationType,
    deploymentModel,
    deploymentOption,
    usagetype,
    databaseEngine,
    licenseModel,
  } = attributes;
  if (locationType !== "AWS Region" || deploymentModel === "Custom") return undefined;
  const zones = zonesOf[deploymentOption];
  const engine = engines[databaseEngine];
  switch (productFamily) {
    case "Database Instance":
      // Others are I/O-optimized, extended support, or readable standbys.
      return engine &&
        zones &&
        licenseModel === "No license required" &&
        /^(?:[A-Z0-9]+-)?(?:Multi-AZ|Instance)Usage:db\./.test(usagetype)
        ? [regionCode, "instances", engine, attributes.instanceType, zones]
        : undefined;
    case "Database Storage": {
      const volume = volumes[attributes.volumeType];
      return volume && zones && isOfEveryEngine(databaseEngine) && isOfRds(usagetype)
        ? [regionCode, "storage", volume, zones]
        : undefined;
    }
    case "Provisioned IOPS":
      return zones && isOfEveryEngine(databaseEngine) && isOfRds(usagetype)
        ? [regionCode, "iops", iopsTypeOf(usagetype), zones]
        : undefined;
    case "Storage Snapshot":
      return isOfEveryEngine(databaseEngine) && usagetype.endsWith("RDS:ChargedBackupUsage")
        ? [regionCode, "snapshot"]
        : undefined;
    default:
      return undefined;
  }
}

/** Storage costs the same for each of them; where the list says otherwise, that is told as ambiguous. */
function isOfEveryEngine(databaseEngine: string): boolean {
  return databaseEngine === "Any" || ["PostgreSQL", "MySQL", "MariaDB"].includes(databaseEngine);
}

function isOfRds(usagetype: string): boolean {
  return usagetype.includes("RDS:") && !/Mirror|Cluster/.test(usagetype);
}

/** The products of IOPS name no volume: RDS:GP3-PIOPS, RDS:IO2-PIOPS, RDS:PIOPS. */
function iopsTypeOf(usagetype: string): (typeof typesWithIops)[number] {
  return usagetype.includes("GP3") ? "gp3" : usagetype.includes("IO2") ? "io2" : "io1";
}

function unitOf([, section]: Path): string {
  return section === "instances" ? "Hrs" : section === "iops" ? "IOPS-Mo" : "GB-Mo";
}
