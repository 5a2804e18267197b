import { findInteger, findText, type QueryParameters } from "../query-protocol.ts";
import { RdsError } from "../rds-error.ts";
import { type Changes, type Instance, instanceStatus } from "../world.ts";

/** From this size on RDS spreads gp3 over four volumes, and its IOPS can be chosen. */
const striping = 400;

const largest = 65_536;

/** The storage that a call asks for, as RDS makes it: at least a tenth larger, and gp3 with no less than its baseline. */
export function requestedStorage(parameters: QueryParameters, instance: Instance): Changes {
  const storageType = findText(parameters, "StorageType");
  const asked = findInteger(parameters, "AllocatedStorage");
  const iops = findInteger(parameters, "Iops");
  if (storageType === undefined && asked === undefined && iops === undefined) return {};
  const allocatedStorage = asked === undefined ? undefined : grown(asked, instance.allocatedStorage);
  const baseline = baselineOf(
    storageType ?? instance.storageType,
    allocatedStorage ?? instance.allocatedStorage,
    instance.iops,
  );
  return {
    ...(storageType !== undefined && { storageType }),
    ...(allocatedStorage !== undefined && { allocatedStorage }),
    iops: iops ?? baseline ?? instance.iops,
  };
}

/** Throws for a storage that RDS does not offer. */
export function checkStorage(parameters: QueryParameters, instance: Instance): void {
  const wanted = requestedStorage(parameters, instance);
  if (Object.keys(wanted).length === 0) return;
  if (instanceStatus(instance) === "storage-optimization") {
    throw combination(
      "You can't currently modify the storage of this DB instance because the previous storage change is being optimized.",
    );
  }
  const type = wanted.storageType ?? instance.storageType;
  const gib = wanted.allocatedStorage ?? instance.allocatedStorage;
  const iops = findInteger(parameters, "Iops");
  if (!["gp2", "gp3", "io1", "io2", "standard"].includes(type)) throw value(`Invalid storage type: ${type}`);
  if (gib < instance.allocatedStorage) throw value("Allocated storage cannot be reduced.");
  if (gib > largest) throw value(`Allocated storage must not exceed ${largest} GiB.`);
  if (type === "gp2" && iops !== undefined) throw combination("You can't specify IOPS for storage type gp2.");
  if (type === "gp3" && gib < striping && iops !== undefined) {
    throw combination(
      `You can't specify IOPS or storage throughput for engine ${instance.engine} and a storage size less than ${striping}.`,
    );
  }
  if (type === "gp3" && gib >= striping) checkIops(type, iops ?? 12_000, 12_000, 64_000);
  if (type === "io1" || type === "io2") {
    if (iops === undefined && instance.storageType !== type) {
      throw combination(`You must specify IOPS for storage type ${type}.`);
    }
    checkIops(type, iops ?? instance.iops, 1000, Math.min(256_000, gib * (type === "io1" ? 50 : 1000)));
  }
}

function checkIops(type: string, iops: number, least: number, most: number): void {
  if (iops < least || iops > most) {
    throw combination(`Invalid iops value ${iops} for storage type ${type}: ${least} to ${most}.`);
  }
}

/** RDS rounds up what is less than a tenth more. */
function grown(asked: number, before: number): number {
  return asked > before ? Math.max(asked, Math.ceil((before * 11) / 10)) : asked;
}

/** What comes with the size; nothing where the IOPS are provisioned. */
function baselineOf(type: string, gib: number, before: number): number | undefined {
  if (type === "gp2") return 0;
  if (type !== "gp3") return undefined;
  return gib < striping ? 3000 : Math.max(12_000, before);
}

function value(message: string): RdsError {
  return new RdsError("InvalidParameterValue", message);
}

function combination(message: string): RdsError {
  return new RdsError("InvalidParameterCombination", message);
}
