import { paginateListSubscriptionsByTopic, paginateListTopics, type SNSClient } from "@aws-sdk/client-sns";
import type { TopicInspector } from "../../app/ports/inspection.ts";
import { answerOf } from "../answer-of.ts";

export function makeSnsTopicInspector(client: SNSClient): TopicInspector {
  /** All topics' ARNs, asked for once. */
  let listed: Promise<readonly string[]> | undefined;
  return {
    find: async (name) => {
      listed ??= answerOf("SNS ListTopics", listTopics());
      const TopicArn = (await listed).find((arn) => arn.endsWith(`:${name}`));
      if (TopicArn === undefined) return undefined;
      return { endpoints: await answerOf("SNS ListSubscriptionsByTopic", listEndpoints(TopicArn)) };
    },
  };

  async function listTopics(): Promise<readonly string[]> {
    const arns: string[] = [];
    for await (const { Topics = [] } of paginateListTopics({ client }, {})) {
      arns.push(...Topics.map(({ TopicArn = "" }) => TopicArn));
    }
    return arns;
  }

  async function listEndpoints(TopicArn: string): Promise<readonly string[]> {
    const endpoints: string[] = [];
    for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
      const confirmed = (page.Subscriptions ?? []).filter((one) => one.SubscriptionArn?.startsWith("arn:"));
      endpoints.push(...confirmed.map(({ Endpoint = "" }) => Endpoint));
    }
    return endpoints;
  }
}
