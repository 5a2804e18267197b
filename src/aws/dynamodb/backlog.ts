import { type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { Backlog } from "../../app/ports/backlog.ts";
import type { Status } from "../../core/request.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import type { TableNames } from "./tables.ts";
import { tenantStatusOf } from "./to-request-record.ts";

/** So many in each status; an item of the index has less than a kilobyte, so that is a dozen of reads at the most. */
const mostPerStatus = 5000;
const pageSize = 1000;

const itemSchema = z.object({ requested_at: isoDateSchema });

/** Two queries of the index that the lists are made from, the oldest first. */
export function makeDynamoDbBacklog(
  client: DynamoDBDocumentClient,
  { requests: table }: Pick<TableNames, "requests">,
): Backlog {
  return {
    read: async (tenant) => {
      const times = await Promise.all(
        (["pending", "escalated"] as const).map((status) => readTimes(tenant, status)),
      );
      const oldest = times.flatMap(([first]) => first ?? []).toSorted((one, other) => +one - +other)[0];
      return { open: times.reduce((sum, { length }) => sum + length, 0), oldest };
    },
  };

  function readTimes(tenant: string, status: Status): Promise<readonly Date[]> {
    const query = {
      TableName: table,
      IndexName: "status-index",
      KeyConditionExpression: "tenant_status = :status",
      ProjectionExpression: "requested_at",
      ExpressionAttributeValues: { ":status": tenantStatusOf(tenant, status) },
    };
    const collect = async () => {
      const times: Date[] = [];
      for await (const { Items = [] } of paginateQuery({ client, pageSize }, query)) {
        times.push(...Items.map((item) => itemSchema.parse(item).requested_at));
        if (times.length >= mostPerStatus) break;
      }
      return times;
    };
    return answerOf("DynamoDB Query of status-index", collect());
  }
}
