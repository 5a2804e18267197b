import type { ExpectedQueue } from "../../app/doctor/checks/queues.ts";
import type { ExpectedTable } from "../../app/doctor/checks/tables.ts";
import type { ExpectedTopic } from "../../app/doctor/checks/topics.ts";
import type { Infrastructure } from "../../local/provision/read-infrastructure.ts";

const keysOf = (schema: readonly { readonly AttributeName: string }[]) =>
  schema.map(({ AttributeName }) => AttributeName);

/** What the infrastructure files say that there should be. */
export function expectedOf({ tables, queues, topics, subscriptions }: Infrastructure) {
  const queueName = (reference: unknown) => queues.get(logicalIdOf(reference))?.QueueName;
  const expectedTables = [...tables.values()].map(
    (table): ExpectedTable => ({
      name: table.TableName,
      keys: keysOf(table.KeySchema),
      indexes: (table.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema }) => ({
        name: IndexName,
        keys: keysOf(KeySchema),
      })),
      stream: table.StreamSpecification?.StreamViewType,
      timeToLive: table.TimeToLiveSpecification?.AttributeName,
    }),
  );
  const expectedQueues = [...queues.values()].map(
    (queue): ExpectedQueue => ({
      name: queue.QueueName,
      deadLetters: queue.RedrivePolicy && queueName(queue.RedrivePolicy.deadLetterTargetArn),
    }),
  );
  const expectedTopics = [...topics].map(
    ([logicalId, { TopicName: name }]): ExpectedTopic => ({
      name,
      queues: [...subscriptions.values()]
        .filter(({ TopicArn }) => logicalIdOf(TopicArn) === logicalId)
        .flatMap(({ Endpoint }) => queueName(Endpoint) ?? []),
    }),
  );
  return { tables: expectedTables, queues: expectedQueues, topics: expectedTopics };
}

function logicalIdOf(reference: unknown): string {
  if (typeof reference !== "object" || reference === null) return "";
  if ("Ref" in reference) return String(reference.Ref);
  return "Fn::GetAtt" in reference && Array.isArray(reference["Fn::GetAtt"])
    ? String(reference["Fn::GetAtt"][0])
    : "";
}
