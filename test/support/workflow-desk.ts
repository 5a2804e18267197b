import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { GetCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { makeAnnounceRequest } from "../../src/app/announce/announce-request.ts";
import { makeCancelRequest } from "../../src/app/cancel-request.ts";
import { makeDecideRequest } from "../../src/app/decide-request.ts";
import { makeDispatchByKind } from "../../src/app/dispatch-by-kind.ts";
import type { WorkflowAnswer } from "../../src/app/ports/waiting-workflow.ts";
import { makeLookAfterTasks } from "../../src/app/task/look-after-tasks.ts";
import { makeSettleTask } from "../../src/app/task/settle-task.ts";
import { makeTakeTask, type TakeTask } from "../../src/app/task/take-task.ts";
import { type TaskMessage, taskMessageSchema } from "../../src/app/task/task-message.ts";
import { makeWorkOffDue } from "../../src/app/work-off-due.ts";
import { makeDynamoDbPausedTasks } from "../../src/aws/dynamodb/paused-tasks.ts";
import { makeKmsSecretBox } from "../../src/aws/kms/secret-box.ts";
import { makeKmsClient } from "../../src/aws/kms/signer.ts";
import {
  makeStepFunctionsClient,
  makeStepFunctionsWaitingWorkflow,
} from "../../src/aws/step-functions/waiting-workflow.ts";
import { newRequestId } from "../../src/chance/new-request-id.ts";
import { findBrokenLink } from "../../src/core/audit-event.ts";
import type { Person } from "../../src/core/person.ts";
import type { Refusal } from "../../src/core/refusal.ts";
import type { ApprovalRequest, RequestId } from "../../src/core/request.ts";
import { startLocalKms } from "../../src/local/kms/local-kms.ts";
import { startLocalStepFunctions } from "../../src/local/workflows/local-step-functions.ts";
import { accepted } from "../core/sample-requests.ts";
import { eventually } from "./eventually.ts";
import { type Life, mortal } from "./mortal.ts";
import { RecordingChat } from "./recording-chat.ts";
import { startWorkbench, tenant } from "./workbench.ts";

export const question = {
  text: "Which of these is a prime number?",
  options: ["91", "97", "111"],
  correct_answer: "97",
} as const;

type Changed = Readonly<Record<string, unknown>>;

/** The workbench with KMS and Step Functions beside it, and the review of questions defined there; for one test file. */
export async function startWorkflowBench() {
  const bench = await startWorkbench();
  const kms = await startLocalKms({ keyFile: `${bench.folder}/decision-key.pem` });
  const stateFile = `${bench.folder}/executions.json`;
  const clients = { dynamodb: bench.aws.clients.dynamodb, sqs: bench.sqs };
  const start = (port = 0) => startLocalStepFunctions({ clients, stateFile, port });
  let stepFunctions = await start();
  const port = Number(new URL(stepFunctions.url).port);
  const sfn = makeStepFunctionsClient({ ...bench.access, endpoint: stepFunctions.url });
  const kmsClient = makeKmsClient({ ...bench.access, endpoint: kms.url });
  const queueUrl = bench.resolve({ Ref: "TasksQueue" });
  const names: Readonly<Record<string, string>> = {
    ReviewsTable: bench.resolve({ Ref: "QuestionReviewsTable" }),
    TasksQueue: queueUrl,
  };
  const definition = (await readFile("infra/question-review.asl.json", "utf8")).replaceAll(
    /\$\{(\w+)\}/g,
    (_, name) => names[name] ?? "",
  );
  let machines = 0;

  /** The state machine, with its one waiting state changed. */
  async function define(changes: Changed = {}): Promise<string> {
    const machine = JSON.parse(definition);
    Object.assign(machine.States.AssignToAssessor, changes);
    machines += 1;
    const command = new CreateStateMachineCommand({
      name: `question-review-${machines}`,
      definition: JSON.stringify(machine),
      roleArn: "arn:aws:iam::123456789012:role/embedded",
    });
    const { stateMachineArn = "" } = await sfn.send(command);
    return stateMachineArn;
  }

  return {
    ...bench,
    stepFunctionsUrl: stepFunctions.url,
    stateFile,
    sfn,
    define,
    queueUrl,
    secretBox: makeKmsSecretBox(kmsClient, "SecretsKey"),
    async restartStepFunctions(): Promise<void> {
      await stepFunctions.stop();
      stepFunctions = await start(port);
    },
    async stop(): Promise<void> {
      sfn.destroy();
      kmsClient.destroy();
      await stepFunctions.stop();
      await kms.stop();
      await bench.stop();
    },
  };
}

export type WorkflowBench = Awaited<ReturnType<typeof startWorkflowBench>>;

/** One review with all that looks after it, each part called by hand, and a clock that can be put forward. */
export async function openWorkflowDesk(bench: WorkflowBench, changes: Changed = {}) {
  let moved = 0;
  const now = () => new Date(Date.now() + moved);
  const refused: (readonly [Refusal["kind"], string])[] = [];
  const failures: unknown[] = [];
  const tokens: string[] = [];
  const deps = {
    ...bench,
    now,
    tenant,
    newRequestId,
    pausedTasks: makeDynamoDbPausedTasks(bench.documents, bench.tables, now),
    workflow: makeStepFunctionsWaitingWorkflow(bench.sfn),
  };
  const settleTask = makeSettleTask(deps);
  const onRefused = ({ kind }: Refusal, answer: WorkflowAnswer) => void refused.push([kind, answer]);
  const takeTask = makeTakeTask({ ...deps, settleTask, onRefused });
  const nothingElse = async () => {
    throw new Error("no other kind of request");
  };
  const dispatch = makeDispatchByKind({
    ...deps,
    settleTask,
    dispatch: nothingElse,
    dispatchAction: nothingElse,
  });
  const chat = new RecordingChat(now);
  const announce = makeAnnounceRequest({
    ...deps,
    surface: "slack",
    chat,
    placesOf: ({ slackChannels }) => ({ channels: slackChannels, people: [] }),
    leaseSeconds: 30,
    onUnreachable: () => {},
  });
  const decide = makeDecideRequest(deps);
  const cancel = makeCancelRequest(deps);
  const machine = await bench.define(changes);

  async function find(id: RequestId): Promise<ApprovalRequest> {
    const found = await bench.requests.find(id);
    if (!found) throw new Error("it is gone");
    return found;
  }

  /** Takes out of the queue what waits there. */
  async function receive(): Promise<readonly TaskMessage[]> {
    const bodies = await eventually("a message of the workflow", async () => {
      const command = new ReceiveMessageCommand({ QueueUrl: bench.queueUrl, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await bench.sqs.send(command);
      for (const { ReceiptHandle } of Messages) {
        await bench.sqs.send(new DeleteMessageCommand({ QueueUrl: bench.queueUrl, ReceiptHandle }));
      }
      return Messages.length > 0 && Messages.map(({ Body = "" }) => Body);
    });
    const messages = bodies.map((body) => taskMessageSchema.parse(JSON.parse(body)));
    tokens.push(...messages.map(({ token }) => token));
    return messages;
  }

  /** The requests that have come of this desk's messages. */
  async function made(): Promise<readonly RequestId[]> {
    const { Items = [] } = await bench.documents.send(new ScanCommand({ TableName: bench.tables.requests }));
    const ids = Items.flatMap(({ request_id, intent }) => (intent?.kind === "task" ? [request_id] : []));
    return ids.filter((id) => !before.has(id));
  }

  /** What waits in the queue, as often as it is to be delivered. */
  async function deliver(times = 1): Promise<readonly RequestId[]> {
    const messages = await receive();
    for (let time = 0; time < times; time += 1) {
      await Promise.all(messages.map((message) => takeTask(message)));
    }
    return made();
  }

  /** Takes messages by a process that dies. */
  function takeTaskIn(life: Life): TakeTask {
    const { requests, pausedTasks, secretBox, workflow } = deps;
    const live = { ...deps, ...mortal({ requests, pausedTasks, secretBox, workflow }, life) };
    return makeTakeTask({ ...live, settleTask: makeSettleTask(live), onRefused });
  }

  const { Items: old = [] } = await bench.documents.send(
    new ScanCommand({ TableName: bench.tables.requests }),
  );
  const before = new Set(old.map(({ request_id }) => request_id));

  return {
    ...deps,
    takeTask,
    settleTask,
    dispatch,
    receive,
    made,
    deliver,
    takeTaskIn,
    find,
    chat,
    announce,
    refused,
    failures,
    tokens,
    async start(input: Changed = {}, name = `review-${randomUUID()}`) {
      const full = {
        ...{ question, assigned_by: "dana.reyes@acme.example", assigned_to: "lena.fischer@acme.example" },
        ...input,
      };
      const command = new StartExecutionCommand({
        stateMachineArn: machine,
        name,
        input: JSON.stringify(full),
      });
      const { executionArn = "" } = await bench.sfn.send(command);
      return { executionArn, name };
    },
    describe: (executionArn: string) => bench.sfn.send(new DescribeExecutionCommand({ executionArn })),
    stopExecution: (executionArn: string) => bench.sfn.send(new StopExecutionCommand({ executionArn })),
    /** The execution once it has ended. */
    ended: (executionArn: string) =>
      eventually("the execution's end", async () => {
        const found = await bench.sfn.send(new DescribeExecutionCommand({ executionArn }));
        return found.status !== "RUNNING" && found;
      }),
    async review(name: string) {
      const command = new GetCommand({
        TableName: "question-reviews-test",
        Key: { review_id: name },
        ConsistentRead: true,
      });
      return (await bench.documents.send(command)).Item;
    },
    decideAs: async (id: RequestId, by: Person, kind: "approve" | "reject", comment = "") => {
      const { digest } = await find(id);
      return accepted(await decide(id, { kind, by, surface: "slack", comment, digest }));
    },
    cancelAs: async (id: RequestId, by: Person) => accepted(await cancel(id, { by, surface: "slack" })),
    lookAfter: makeLookAfterTasks({
      ...deps,
      settleTask,
      onFailure: ({ error }) => failures.push(error),
    }),
    workOffDue: makeWorkOffDue({
      ...deps,
      dispatch,
      runs: { send: nothingElse },
      onFailure: ({ error }) => failures.push(error),
    }),
    pass: (seconds: number) => {
      moved += seconds * 1000;
    },
    /** The next calls of Step Functions meet this. */
    async fail(fault: { readonly action: string; readonly kind: string; readonly times?: number }) {
      const body = JSON.stringify(fault);
      await fetch(`${bench.stepFunctionsUrl}/_control/faults`, { method: "POST", body });
    },
    async events(id: RequestId) {
      const events = await bench.auditLog.list(id);
      if (findBrokenLink(events)) throw new Error("the chain is broken");
      return events.map(({ kind }) => kind);
    },
  };
}
