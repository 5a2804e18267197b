import { PublishBatchCommand, SNSClient, type SNSClientConfig } from "@aws-sdk/client-sns";
import { type EventNotice, type EventPublisher, toEventMessage } from "../../app/ports/event-publisher.ts";
import { answerOf } from "../answer-of.ts";
import { boundedClient } from "../bounded-client.ts";

/** SNS's own limit for one PublishBatch. */
const batchSize = 10;

export function makeSnsClient(overrides: SNSClientConfig = {}): SNSClient {
  const bounds = { attempts: 3, connectionMilliseconds: 1000, requestMilliseconds: 5000 };
  return new SNSClient({ ...boundedClient(bounds), ...overrides });
}

export function makeSnsEventPublisher(client: SNSClient, topicArn: string): EventPublisher {
  return {
    publish: async (notices) => {
      const failed: EventNotice[] = [];
      for (let start = 0; start < notices.length; start += batchSize) {
        failed.push(...(await publishBatch(notices.slice(start, start + batchSize))));
      }
      return failed;
    },
  };

  async function publishBatch(notices: readonly EventNotice[]): Promise<readonly EventNotice[]> {
    const entries = notices.map((notice, index) => ({
      Id: String(index),
      Message: JSON.stringify(toEventMessage(notice)),
    }));
    const command = new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries });
    const { Failed = [] } = await answerOf("SNS PublishBatch", client.send(command));
    return Failed.flatMap(({ Id }) => notices[Number(Id)] ?? []);
  }
}
