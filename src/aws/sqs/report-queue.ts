import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { GatewayError } from "../../app/gateway-error.ts";
import type { PollerReport } from "../../app/ports/poller-report.ts";
import { answerOf } from "../answer-of.ts";

export interface ReportQueue {
  /** Delivers each at least once, in any order; at most ten of them. Throws where one was not taken. */
  send(reports: readonly PollerReport[]): Promise<void>;
}

export function makeSqsReportQueue(client: SQSClient, queueUrl: string): ReportQueue {
  return {
    send: async (reports) => {
      const entries = reports.map((report, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(report),
      }));
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries });
      const { Failed = [] } = await answerOf("SQS SendMessageBatch", client.send(command));
      const [first] = Failed;
      if (first) throw new GatewayError(`${Failed.length} reports were not taken: ${first.Code}`);
    },
  };
}
