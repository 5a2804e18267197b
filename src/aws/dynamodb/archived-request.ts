import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { ArchiveObjects } from "../../app/ports/archive-objects.ts";
import type { RequestArchive } from "../../app/ports/request-archive.ts";
import type { AuditEvent } from "../../core/audit-event.ts";
import type { ApprovalRequest } from "../../core/request.ts";
import { answerOf } from "../answer-of.ts";
import { toAuditRecord } from "./audit-record.ts";
import { fromRequestRecord } from "./from-request-record.ts";
import type { TableNames } from "./tables.ts";
import { toRequestRecord } from "./to-request-record.ts";

/** What stays in the table of a request that was archived: enough for every list, and where the rest is. */
const keptAttributes = [
  "request_id",
  "tenant",
  "version",
  "tenant_status",
  "tenant_requester",
  "tenant_instance",
  "status",
  "intent_kind",
  "operation_type",
  "instance_id",
  "subject",
  "environment",
  "risk_level",
  "requested_by",
  "requested_at",
  "approvals_required",
  "approvals_received",
  "expires_at",
  "changed_at",
] as const;

const pointerSchema = z.object({ archive_key: z.string() });

const lineSchema = z.object({ kind: z.literal("request"), request: z.unknown() });

/**
 * Writes a request with its events as one object of JSON lines, the request first, and then leaves a pointer to it in the table. A
 * death in between leaves an object that the next try writes again, the same: its key names the version.
 */
export function makeRequestArchive(
  client: DynamoDBDocumentClient,
  { requests: table }: Pick<TableNames, "requests">,
  objects: ArchiveObjects,
): RequestArchive {
  return {
    keep: async (request, events) => {
      const key = keyOf(request);
      await objects.write(key, linesOf(request, events));
      const command = new PutCommand({
        TableName: table,
        Item: { ...pointerOf(request), archive_key: key },
        ConditionExpression: "version = :version",
        ExpressionAttributeValues: { ":version": request.version },
      });
      try {
        await answerOf(`DynamoDB PutItem in ${table}`, client.send(command));
        return "kept";
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return "conflict";
        throw error;
      }
    },
  };
}

/** The key of the object that a table's item points to; nothing where the item is a request itself. */
export function findArchiveKey(item: unknown): string | undefined {
  return pointerSchema.safeParse(item).data?.archive_key;
}

/** The request of an archive's object. Throws when its first line is not one. */
export function fromArchive(text: string): ApprovalRequest {
  return fromRequestRecord(getArchivedRecord(text));
}

/** What the first line of an archive's object has for a request. Throws when it has none. */
export function getArchivedRecord(text: string): unknown {
  const [first = ""] = text.split("\n", 1);
  return lineSchema.parse(JSON.parse(first)).request;
}

function linesOf(request: ApprovalRequest, events: readonly AuditEvent[]): string {
  const lines = [
    { kind: "request", request: toRequestRecord(request) },
    ...events.map((event) => ({ kind: "event", event: toAuditRecord(event) })),
  ];
  return `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
}

function keyOf({ id, tenant, version, requestedAt }: ApprovalRequest): string {
  const month = requestedAt.toISOString().slice(0, 7).replace("-", "/");
  return `requests/${encodeURIComponent(tenant)}/${month}/${id}.${version}.jsonl`;
}

function pointerOf(request: ApprovalRequest): Readonly<Record<string, unknown>> {
  const record: Readonly<Record<string, unknown>> = toRequestRecord(request);
  return Object.fromEntries(keptAttributes.map((name) => [name, record[name]]));
}
