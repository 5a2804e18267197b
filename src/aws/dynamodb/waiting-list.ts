import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { RequestStore, WaitingList } from "../../app/ports/request-store.ts";
import type { PersonId } from "../../core/person.ts";
import { answerOf } from "../answer-of.ts";
import { summaryRecordSchema, toSummary } from "./summary-record.ts";
import { tenantStatusOf } from "./to-request-record.ts";

/** A read ends at 1 MB of the index, which is two thousand open requests or so: with these, six thousand of each status. */
const mostReads = 3;
const mostPeople = 20;
/** Of one status: nobody pages through more, and so many take a moment to read. */
const enoughFound = 300;

/**
 * Who may decide is an attribute of the status index, so that DynamoDB looks through the open requests and hands out only those
 * that wait for somebody: two reads at once where there are few, six at most, the oldest first, as these end first.
 */
export function makeWaitingList(
  client: DynamoDBDocumentClient,
  table: string,
): RequestStore["listWaitingFor"] {
  return async (tenant, people) => {
    const asked = people.slice(0, mostPeople);
    if (asked.length === 0) return { items: [], isWhole: true };
    const lists = await Promise.all(
      (["pending", "escalated"] as const).map((status) => take(tenantStatusOf(tenant, status), asked)),
    );
    return {
      items: lists
        .flatMap(({ items }) => items)
        .toSorted((one, other) => one.requestedAt.getTime() - other.requestedAt.getTime()),
      isWhole: asked.length === people.length && lists.every(({ isWhole }) => isWhole),
    };
  };

  async function take(partition: string, people: readonly PersonId[]): Promise<WaitingList> {
    const values = Object.fromEntries(people.map((person, index) => [`:person${index}`, person] as const));
    const anyOf = Object.keys(values).map((name) => `contains(deciders, ${name})`);
    const items: unknown[] = [];
    let from: Record<string, unknown> | undefined;
    for (let read = 1; read <= mostReads; read += 1) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: "status-index",
        KeyConditionExpression: "tenant_status = :partition",
        FilterExpression: anyOf.join(" OR "),
        ExpressionAttributeValues: { ...values, ":partition": partition },
        ExclusiveStartKey: from,
      });
      const answer = await answerOf("DynamoDB Query of status-index", client.send(command));
      items.push(...(answer.Items ?? []));
      from = answer.LastEvaluatedKey;
      if (!from || items.length >= enoughFound) break;
    }
    return { items: items.map((item) => toSummary(summaryRecordSchema.parse(item))), isWhole: !from };
  }
}
