import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { AuditLog } from "../../app/ports/audit-log.ts";
import { fromAuditRecord } from "./audit-record.ts";
import { queryAll } from "./query-all.ts";
import type { TableNames } from "./tables.ts";

export function makeDynamoDbAuditLog(
  client: DynamoDBDocumentClient,
  { auditLog: table }: Pick<TableNames, "auditLog">,
): AuditLog {
  return {
    list: async (requestId) => {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: "request_id = :id",
        ExpressionAttributeValues: { ":id": requestId },
        ConsistentRead: true,
      });
      return items.map(fromAuditRecord);
    },
  };
}
