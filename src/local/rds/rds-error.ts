const statusByCode: ReadonlyMap<string, number> = new Map([
  ["DBInstanceNotFound", 404],
  ["DBSnapshotNotFound", 404],
  ["DBClusterNotFoundFault", 404],
  ["DBParameterGroupNotFound", 404],
  ["AccessDenied", 403],
  ["InternalFailure", 500],
  ["ServiceUnavailable", 503],
]);

const messageByCode: ReadonlyMap<string, string> = new Map([
  ["Throttling", "Rate exceeded"],
  ["AccessDenied", "User is not authorized to perform this action"],
  ["InternalFailure", "The request processing has failed because of an unknown error, exception or failure."],
  ["ServiceUnavailable", "The request has failed due to a temporary failure of the server."],
  ["SnapshotQuotaExceeded", "Cannot create more than 100 manual snapshots"],
  ["InvalidDBInstanceState", "Database instance is not in available state."],
  [
    "InsufficientDBInstanceCapacity",
    "The requested DB instance class is not available in the Availability Zone.",
  ],
  ["StorageQuotaExceeded", "The request cannot be completed because the storage quota would be exceeded."],
  ["KMSKeyNotAccessibleFault", "The KMS key of the DB instance cannot be accessed."],
]);

/** A refusal as RDS words it: the wire code (without the SDK's `Fault`), its HTTP status and a message. */
export class RdsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(
    code: string,
    message = messageByCode.get(code) ?? code,
    status = statusByCode.get(code) ?? 400,
  ) {
    super(message);
    this.name = "RdsError";
    this.code = code;
    this.status = status;
  }
}
