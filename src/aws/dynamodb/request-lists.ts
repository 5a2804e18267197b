import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { RequestStore, RequestSummary } from "../../app/ports/request-store.ts";
import { personIdSchema } from "../../core/person.ts";
import { requestIdSchema, risks, statuses } from "../../core/request.ts";
import { answerOf } from "../answer-of.ts";
import { makeDueList } from "./due-list.ts";
import { isoDateSchema } from "./iso-date.ts";
import { fromCursor, toCursor } from "./page-cursor.ts";
import type { TableNames } from "./tables.ts";
import { partKind, tenantStatusOf } from "./to-request-record.ts";

type RequestLists = Pick<RequestStore, "listByStatus" | "listByRequester" | "listByInstance" | "listDue">;

const indexes = {
  status: { name: "status-index", attribute: "tenant_status" },
  requester: { name: "requester-index", attribute: "requested_by" },
  instance: { name: "instance-index", attribute: "instance_id" },
} as const;

/** Of a bulk request's 50 instances a page of what people asked for shows none: so many more are read with it. */
const partsBetween = 60;
const mostPages = 20;

type Index = (typeof indexes)[keyof typeof indexes];

/** What the three list indexes carry of a request. */
const summaryRecordSchema = z.object({
  request_id: requestIdSchema,
  status: z.enum(statuses),
  intent_kind: z.string(),
  operation_type: z.string().optional(),
  instance_id: z.string().optional(),
  subject: z.string().optional(),
  environment: z.string(),
  risk_level: z.enum(risks),
  requested_by: personIdSchema,
  requested_at: isoDateSchema,
  approvals_required: z.int(),
  approvals_received: z.int(),
  expires_at: isoDateSchema,
});

/** The request store's lists: queries on indexes, a moment behind the table. */
export function makeRequestLists(
  client: DynamoDBDocumentClient,
  { requests: table }: Pick<TableNames, "requests">,
): RequestLists {
  return {
    listByStatus: (tenant, status, query) => list(indexes.status, tenantStatusOf(tenant, status), query),
    listByRequester: (requester, query) => list(indexes.requester, requester, query),
    listByInstance: (instanceId, query) => list(indexes.instance, instanceId, query),
    listDue: makeDueList(client, table),
  };

  async function list(
    { name, attribute }: Index,
    value: string,
    { limit, cursor }: Parameters<RequestStore["listByStatus"]>[2],
  ): ReturnType<RequestStore["listByStatus"]> {
    if (value === "") return { items: [], next: undefined };
    const showsParts = attribute === "instance_id";
    const items: unknown[] = [];
    let from: Record<string, unknown> | undefined =
      cursor === undefined ? undefined : fromCursor(cursor, { attribute, value });
    for (let page = 1; page <= mostPages; page += 1) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: name,
        KeyConditionExpression: "#partition = :value",
        ExpressionAttributeNames: { "#partition": attribute },
        ExpressionAttributeValues: { ":value": value, ...(!showsParts && { ":part": partKind }) },
        ...(!showsParts && { FilterExpression: "intent_kind <> :part" }),
        ScanIndexForward: false,
        // One more than asked for tells whether there is a next page. What the filter leaves out counts, too.
        Limit: page === 1 ? limit + 1 : limit + partsBetween,
        ExclusiveStartKey: from,
      });
      const answer = await answerOf(`DynamoDB Query of ${name}`, client.send(command));
      items.push(...(answer.Items ?? []));
      from = answer.LastEvaluatedKey;
      if (!from || items.length > limit) break;
    }
    const records = items.slice(0, limit).map((item) => summaryRecordSchema.parse(item));
    const last = records.at(-1);
    const hasMore = items.length > limit || from !== undefined;
    const next =
      last && hasMore
        ? toCursor({
            request_id: last.request_id,
            requested_at: last.requested_at.toISOString(),
            [attribute]: value,
          })
        : undefined;
    return { items: records.map(toSummary), next };
  }
}

function toSummary(record: z.output<typeof summaryRecordSchema>): RequestSummary {
  return {
    id: record.request_id,
    status: record.status,
    operation: record.operation_type ?? record.intent_kind,
    subject: record.subject ?? record.instance_id ?? "",
    environment: record.environment,
    risk: record.risk_level,
    requestedBy: record.requested_by,
    requestedAt: record.requested_at,
    approvalsRequired: record.approvals_required,
    approvalsReceived: record.approvals_received,
    expiresAt: record.expires_at,
  };
}
