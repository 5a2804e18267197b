import type { SQSBatchResponse, SQSHandler } from "aws-lambda";
import type { z } from "zod";
import { mailFeedbackSchema } from "../../../src/adapters/email/feedback.ts";
import { cloudWatchAlarmSchema } from "../../../src/adapters/queue/cloudwatch-alarm.ts";
import { makeQueueHandler } from "../../../src/adapters/queue/queue-handler.ts";
import { makeHttpsSender } from "../../../src/adapters/webhooks/https-sender.ts";
import { makeTakeReport } from "../../../src/app/action/take-report.ts";
import { makeAnnounceAlarm } from "../../../src/app/announce/announce-alarm.ts";
import { makeAnnounceRequest } from "../../../src/app/announce/announce-request.ts";
import { makeSweepTokens } from "../../../src/app/links/sweep-tokens.ts";
import { makeTakeFeedback } from "../../../src/app/mail/take-feedback.ts";
import { eventNoticeSchema } from "../../../src/app/ports/event-publisher.ts";
import { pollerReportSchema } from "../../../src/app/ports/poller-report.ts";
import { runStepSchema } from "../../../src/app/ports/run-queue.ts";
import { webhookAttemptSchema } from "../../../src/app/ports/webhook-attempts.ts";
import { makeSettleTask } from "../../../src/app/task/settle-task.ts";
import { makeTakeTask } from "../../../src/app/task/take-task.ts";
import { taskMessageSchema } from "../../../src/app/task/task-message.ts";
import { makeAttemptWebhook } from "../../../src/app/webhook/attempt-webhook.ts";
import { makeOweWebhooks } from "../../../src/app/webhook/owe-webhooks.ts";
import { makeDynamoDbActionClaims } from "../../../src/aws/dynamodb/action-claims.ts";
import { makeDynamoDbAlarmHistory } from "../../../src/aws/dynamodb/alarm-history.ts";
import { makeDynamoDbAlarmDeliveryStore } from "../../../src/aws/dynamodb/delivery-store.ts";
import { makeDynamoDbPausedTasks } from "../../../src/aws/dynamodb/paused-tasks.ts";
import { makeDynamoDbPollerSightings } from "../../../src/aws/dynamodb/poller-sightings.ts";
import { makeStepFunctionsWaitingWorkflow } from "../../../src/aws/step-functions/waiting-workflow.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { readJson } from "../../../src/core/read-json.ts";
import { reportTo } from "../../../src/log.ts";
import { openDesk } from "../../support/desk.ts";
import type { LogScanner } from "../../support/log-scanner.ts";
import { RecordingChat } from "../../support/recording-chat.ts";
import { makeRunSteps } from "../../support/run-steps.ts";
import { tenant } from "../../support/workbench.ts";
import type { WorkflowBench } from "../../support/workflow-desk.ts";

type QueuesDoor = Awaited<ReturnType<typeof openQueuesDoor>>;
export type QueueName = keyof QueuesDoor["queues"];

/** Every function that takes from a queue, on a desk: as `src/lambda` puts them together. */
export async function openQueuesDoor(bench: WorkflowBench, scanner: LogScanner) {
  const desk = await openDesk(bench);
  const { now } = desk;
  const { documents, tables } = bench;
  const chat = new RecordingChat(now);
  const dropped: string[] = [];
  const announce = makeAnnounceRequest({
    ...desk.ports,
    surface: "slack",
    chat,
    placesOf: ({ slackChannels }) => ({ channels: slackChannels, people: [] }),
    leaseSeconds: 30,
    onUnreachable: () => {},
  });
  const tasks = {
    ...desk.ports,
    secretBox: bench.secretBox,
    pausedTasks: makeDynamoDbPausedTasks(documents, tables, now),
    workflow: makeStepFunctionsWaitingWorkflow(bench.sfn),
    tenant,
    newRequestId,
  };
  const webhooks = {
    ...desk.ports,
    webhooks: bench.webhooks,
    deliveries: bench.webhookDeliveries,
    secrets: bench.secrets,
    attempts: { send: async () => {}, bury: async () => {} },
    sender: makeHttpsSender({ allowsLoopback: true, milliseconds: 2000 }),
  };
  const runRequest = makeRunSteps({ ...desk.ports, times: desk.times });
  const sweepTokens = makeSweepTokens({ ...bench, now });
  const owe = makeOweWebhooks(webhooks);
  const attemptWebhook = makeAttemptWebhook({ ...webhooks, leaseSeconds: 30, onAttempt: () => {} });
  const takeReport = makeTakeReport({
    ...desk.ports,
    claims: makeDynamoDbActionClaims(documents, tables),
    sightings: makeDynamoDbPollerSightings(documents, tables, tenant),
    onDropped: (_, why) => void dropped.push(why),
  });
  const takeTask = makeTakeTask({
    ...tasks,
    settleTask: makeSettleTask(tasks),
    onRefused: ({ kind }) => void dropped.push(kind),
  });
  const takeFeedback = makeTakeFeedback({ ...desk.ports, mailBlocks: bench.mailBlocks });
  const announceAlarm = makeAnnounceAlarm({
    places: [{ surface: "slack", channel: "C0DBOPS", chat }],
    history: makeDynamoDbAlarmHistory(documents, tables),
    deliveries: makeDynamoDbAlarmDeliveryStore(documents, tables),
    now,
    leaseSeconds: 30,
    runbooksUrl: undefined,
  });

  const queues = {
    dispatch: queue("dispatch", eventNoticeSchema, ({ requestId }) => desk.dispatch(requestId)),
    "notify-slack": queue("notify-slack", eventNoticeSchema, ({ requestId }) => announce(requestId)),
    "revoke-tokens": queue("revoke-tokens", eventNoticeSchema, ({ requestId }) => sweepTokens(requestId)),
    "notify-webhooks": queue("notify-webhooks", eventNoticeSchema.or(webhookAttemptSchema), (message) =>
      "webhookId" in message ? attemptWebhook(message) : owe(message.requestId),
    ),
    "run-operation": queue("run-operation", runStepSchema, runRequest),
    "poller-reports": queue("poller-reports", pollerReportSchema, takeReport),
    "step-functions": queue("step-functions", taskMessageSchema, takeTask),
    "email-feedback": queue("email-feedback", mailFeedbackSchema, takeFeedback),
    "notify-operations": queue("notify-operations", cloudWatchAlarmSchema, announceAlarm),
  };

  return {
    desk,
    chat,
    announce,
    queues,
    /** Why readable messages changed nothing, where somebody says so. */
    dropped,
  };

  function queue<Message extends object>(
    name: string,
    schema: z.ZodType<Message>,
    handle: (message: Message) => Promise<void>,
  ) {
    const messageSchema = schema.transform((message) => ({ message, requestId: undefined }));
    const handler: SQSHandler = makeQueueHandler(
      messageSchema,
      ({ message }) => handle(message),
      reportTo(scanner.logOf(name)),
    );
    return {
      /** Whether it is a message of this queue at all. */
      isReadable: (body: string): boolean => schema.safeParse(jsonOf(body)).success,
      /** The ids of the messages that are to come again; each message's is its place. */
      async deliver(...bodies: readonly string[]): Promise<readonly string[]> {
        const Records = bodies.map((body, at) => recordOf(name, String(at), body));
        const response = (await handler({ Records }, {} as never, () => {})) as SQSBatchResponse;
        return response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      },
    };
  }
}

function jsonOf(body: string): unknown {
  try {
    return readJson(body);
  } catch {
    return undefined;
  }
}

function recordOf(queue: string, messageId: string, body: string) {
  return {
    messageId,
    body,
    receiptHandle: `receipt-${messageId}`,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "0",
      SenderId: "somebody",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:eu-central-1:123456789012:countersign-${queue}-test`,
    awsRegion: "eu-central-1",
  };
}
