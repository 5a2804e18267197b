import type { ParameterIssue } from "../../core/refusal.ts";
import type { TargetInstance } from "../frame/operation.ts";

export const storageTypes = ["gp2", "gp3", "io1", "io2"] as const;

export type StorageType = (typeof storageTypes)[number];

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html */
export const mostStorageGib = 65_536;
export const mostIops = 256_000;

type StorageOf = Pick<TargetInstance, "engine" | "storageType" | "allocatedStorageGib" | "iops">;

interface Storage {
  readonly type: StorageType;
  readonly gib: number;
  readonly iops: number | undefined;
}

interface Range {
  readonly least: number;
  readonly most: number;
}

export function findStorageType(name: string): StorageType | undefined {
  return storageTypes.find((type) => type === name);
}

/** The IOPS to ask for where nobody said: as now where that is allowed, the least for gp3, and none where none can be. */
export function usualIops(type: StorageType, gib: number, now: StorageOf): number | undefined {
  const range = iopsRange(type, gib, now.engine);
  if (!range) return undefined;
  const isSameKind = type === now.storageType || (type.startsWith("io") && now.storageType.startsWith("io"));
  if (isSameKind && now.iops !== undefined && isWithin(now.iops, range)) return now.iops;
  return type === "gp3" ? range.least : undefined;
}

/** What speaks against a storage: it only grows, by a tenth at least, and each type has its own IOPS. */
export function storageIssues(wanted: Storage, now: StorageOf): readonly ParameterIssue[] {
  return [...sizeIssues(wanted, now), ...iopsIssues(wanted, now)];
}

function sizeIssues({ type, gib }: Storage, now: StorageOf): readonly ParameterIssue[] {
  const before = now.allocatedStorageGib;
  const issue = (message: string) => [{ parameter: "storage_gib", message }];
  if (gib < before) return issue(`storage can only grow, and it has ${before} GiB`);
  const leastGrowth = Math.ceil((before * 11) / 10);
  if (gib > before && gib < leastGrowth) {
    return issue(`it has ${before} GiB and has to grow by a tenth at least: ${leastGrowth} GiB or more`);
  }
  const leastOfType = type.startsWith("io") && !isSqlServer(now.engine) ? 100 : 20;
  return gib < leastOfType ? issue(`${type} needs ${leastOfType} GiB or more`) : [];
}

function iopsIssues({ type, gib, iops }: Storage, { engine }: StorageOf): readonly ParameterIssue[] {
  const range = iopsRange(type, gib, engine);
  const issue = (message: string) => [{ parameter: "iops", message }];
  if (!range) {
    if (iops === undefined) return [];
    return issue(
      type === "gp2"
        ? "gp2 has IOPS by its size; leave them empty"
        : `gp3 below ${stripingGib(engine)} GiB has 3000 IOPS; leave them empty`,
    );
  }
  if (iops === undefined) return issue(`${type} needs its IOPS: ${range.least} to ${range.most}`);
  return isWithin(iops, range)
    ? []
    : issue(`${type} with ${gib} GiB takes ${range.least} to ${range.most} IOPS`);
}

/** Nothing where the type's IOPS cannot be chosen. */
function iopsRange(type: StorageType, gib: number, engine: string): Range | undefined {
  switch (type) {
    case "gp2":
      return undefined;
    case "gp3":
      if (isSqlServer(engine)) return { least: 3000, most: Math.min(16_000, gib * 500) };
      return gib < stripingGib(engine) ? undefined : { least: 12_000, most: 64_000 };
    case "io1":
      return provisioned(gib, 50);
    case "io2":
      return provisioned(gib, 1000);
  }
}

function provisioned(gib: number, mostPerGib: number): Range {
  return { least: Math.max(1000, Math.ceil(gib / 2)), most: Math.min(mostIops, gib * mostPerGib) };
}

/** The IOPS that the price of gp3 storage includes. */
export function includedGp3Iops(gib: number, engine: string): number {
  return isSqlServer(engine) || gib < stripingGib(engine) ? 3000 : 12_000;
}

/** From this size on RDS spreads the storage over four volumes. */
function stripingGib(engine: string): number {
  return engine.startsWith("oracle") ? 200 : 400;
}

function isSqlServer(engine: string): boolean {
  return engine.startsWith("sqlserver");
}

function isWithin(value: number, { least, most }: Range): boolean {
  return value >= least && value <= most;
}
