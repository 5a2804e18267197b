import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import type { AlarmHistory } from "../../app/ports/alarm-history.ts";
import type { AlarmChange } from "../../core/alarm/alarm.ts";
import { answerOf } from "../answer-of.ts";
import { isoDateSchema } from "./iso-date.ts";
import type { TableNames } from "./tables.ts";
import { daysAfter } from "./time-to-live.ts";

/** As long as the messages that show them: see delivery-store.ts. */
const daysKept = 120;

const changeRecordSchema = z.object({
  alarm: z.string(),
  state: z.enum(["ringing", "over", "unknown"]),
  at: isoDateSchema,
  description: z.string(),
  reason: z.string(),
  measured: z.string().optional(),
  threshold: z.string().optional(),
  where: z.string(),
  graph_url: z.string().optional(),
});

/** The changes of each alarm, in the order of their moments, beside the deliveries. */
export function makeDynamoDbAlarmHistory(
  client: DynamoDBDocumentClient,
  { deliveries: table }: Pick<TableNames, "deliveries">,
): AlarmHistory {
  return {
    note: async (change) => {
      const { place: where, graphUrl: graph_url, ...others } = change;
      const at = change.at.toISOString();
      const command = new PutCommand({
        TableName: table,
        Item: {
          request_id: `alarm#${change.alarm}`,
          place: at,
          ...others,
          at,
          where,
          graph_url,
          expires_on: daysAfter(change.at, daysKept),
        },
      });
      await answerOf(`DynamoDB PutItem in ${table}`, client.send(command));
    },
    findBefore: (alarm, moment) => findOne(alarm, moment, "<"),
    findAfter: (alarm, moment) => findOne(alarm, moment, ">"),
  };

  /** The nearest one on that side. */
  async function findOne(alarm: string, moment: Date, side: "<" | ">"): Promise<AlarmChange | undefined> {
    const command = new QueryCommand({
      TableName: table,
      KeyConditionExpression: `request_id = :id AND place ${side} :at`,
      ExpressionAttributeValues: { ":id": `alarm#${alarm}`, ":at": moment.toISOString() },
      ScanIndexForward: side === ">",
      Limit: 1,
      ConsistentRead: true,
    });
    const { Items = [] } = await answerOf(`DynamoDB Query of ${table}`, client.send(command));
    const [item] = Items;
    if (item === undefined) return undefined;
    const { where: place, graph_url: graphUrl, ...change } = changeRecordSchema.parse(item);
    return { ...change, place, graphUrl };
  }
}
