import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { AuditLog } from "../../app/ports/audit-log.ts";
import { fromAuditRecord } from "./audit-record.ts";
import { itemsOfRequest } from "./items-of-request.ts";
import type { TableNames } from "./tables.ts";

export function makeDynamoDbAuditLog(
  client: DynamoDBDocumentClient,
  { auditLog: table }: Pick<TableNames, "auditLog">,
): AuditLog {
  return {
    list: async (requestId) => (await itemsOfRequest(client, table, requestId)).map(fromAuditRecord),
  };
}
