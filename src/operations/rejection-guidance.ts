import type { RdsRejection } from "./rds-gateway.ts";

const whatToDo: Readonly<Record<string, string>> = {
  DBInstanceNotFound: "The instance is no longer there under this name. Check its name, then ask again.",
  InvalidDBInstanceState: "The instance is busy or stopped. Wait until it is available, then ask again.",
  DBSnapshotAlreadyExists:
    "A snapshot with this id exists already and is not this request's. Ask again with another id.",
  SnapshotQuotaExceeded:
    "The account has no room for another snapshot. Delete old ones or raise the quota, then ask again.",
  InvalidParameterCombination:
    "RDS does not allow this for this instance. Change the parameters, then ask again.",
  AccessDenied: "The tool may not do this in this account. Whoever runs Countersign has to extend its role.",
};

/** What RDS's "no" means for the reader, and what they can do: RDS's own words follow. */
export function rejectionGuidance({ code, message }: RdsRejection): string {
  const advice = whatToDo[code] ?? "RDS refused the call; nothing was changed.";
  return `${advice} (${code}: ${message})`;
}
