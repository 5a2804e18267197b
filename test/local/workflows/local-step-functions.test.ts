import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeStepFunctionsClient } from "../../../src/aws/step-functions/waiting-workflow.ts";
import { startLocalStepFunctions } from "../../../src/local/workflows/local-step-functions.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../support/embedded-aws.ts";
import { eventually } from "../../support/eventually.ts";
import { readExample } from "./example.ts";

/** It comes without types. */
const validate: (definition: unknown) => { readonly isValid: boolean } = createRequire(import.meta.url)(
  "asl-validator",
);

let aws: EmbeddedAws;
let queueUrl: string;
let stepFunctions: Awaited<ReturnType<typeof startLocalStepFunctions>>;

beforeAll(async () => {
  aws = await startEmbeddedAws();
  const { QueueUrl = "" } = await aws.clients.sqs.send(new CreateQueueCommand({ QueueName: "tasks" }));
  queueUrl = QueueUrl;
  stepFunctions = await startLocalStepFunctions({ clients: aws.clients });
}, 60_000);
afterAll(async () => {
  await stepFunctions.stop();
  await aws.stop();
});

function client(endpoint = stepFunctions.url) {
  const made = makeStepFunctionsClient({ ...aws.access, endpoint });
  onTestFinished(() => made.destroy());
  return made;
}

async function define(definition: string | object, at = client()): Promise<string> {
  const command = new CreateStateMachineCommand({
    name: `machine-${randomUUID()}`,
    definition: typeof definition === "string" ? definition : JSON.stringify(definition),
    roleArn: "arn:aws:iam::123456789012:role/embedded",
  });
  const { stateMachineArn = "" } = await at.send(command);
  return stateMachineArn;
}

async function start(definition: string | object, input: object = {}, at = client()): Promise<string> {
  const stateMachineArn = await define(definition, at);
  const command = new StartExecutionCommand({
    stateMachineArn,
    name: randomUUID(),
    input: JSON.stringify(input),
  });
  const { executionArn = "" } = await at.send(command);
  return executionArn;
}

const ended = (executionArn: string, at = client()) =>
  eventually("the execution's end", async () => {
    const found = await at.send(new DescribeExecutionCommand({ executionArn }));
    return found.status !== "RUNNING" && found;
  });

/** The next message in the queue, as JSON. */
const message = () =>
  eventually("a message", async () => {
    const { Messages = [] } = await aws.clients.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 1 }),
    );
    return Messages[0]?.Body !== undefined && JSON.parse(Messages[0].Body);
  });

const machine = (States: object, StartAt = "First") => ({ QueryLanguage: "JSONata", StartAt, States });

const waiting = (changes: object = {}) =>
  machine({
    First: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Arguments: { QueueUrl: queueUrl, MessageBody: { token: "{% $states.context.Task.Token %}" } },
      End: true,
      ...changes,
    },
  });

describe("the state machines of this repository", () => {
  test("the ten lines of the documentation are valid, wait for a decision and go on with it", async () => {
    const definition = await readExample(queueUrl);
    const executionArn = await start(definition, { list: "Summer", changes: ["A", "B"] });
    const sent = await message();

    await client().send(
      new SendTaskSuccessCommand({ taskToken: sent.task_token, output: '{"decision":"approved"}' }),
    );
    const execution = await ended(executionArn);

    expect(validate(JSON.parse(definition)).isValid).toBe(true);
    expect(sent).toMatchObject({
      intent: "task",
      details: { List: "Summer", "Changed prices": ["A", "B"] },
      execution: executionArn,
    });
    expect(execution).toMatchObject({ status: "SUCCEEDED", output: '{"decision":"approved"}' });
  });

  test("the review of questions passes the validator, and is what is run here", async () => {
    const review = await readFile("infra/question-review.asl.json", "utf8");

    expect(validate(JSON.parse(review)).isValid).toBe(true);
    await expect(define(review)).resolves.toContain(":stateMachine:");
  });
});

describe("a task that waits for its token", () => {
  test("fails as whoever has the token says", async () => {
    const executionArn = await start(waiting());
    const { token } = await message();

    await client().send(new SendTaskFailureCommand({ taskToken: token, error: "No", cause: "because" }));

    expect(await ended(executionArn)).toMatchObject({ status: "FAILED", error: "No", cause: "because" });
  });

  test("ends by a missed heartbeat, which a time-out's catcher catches", async () => {
    const catcher = {
      ErrorEquals: ["States.Timeout"],
      Next: "Late",
      Output: "{% $states.errorOutput.Error %}",
    };
    const states = waiting({ HeartbeatSeconds: 1, Catch: [catcher] }).States;

    const executionArn = await start(machine({ ...states, Late: { Type: "Succeed" } }));

    expect(await ended(executionArn)).toMatchObject({ output: '"States.HeartbeatTimeout"' });
    await message();
  });

  test("knows its token once: a used one, one that is over, and one that never was are told apart", async () => {
    const executionArn = await start(waiting());
    const { token } = await message();
    const succeed = (taskToken: string) =>
      client().send(new SendTaskSuccessCommand({ taskToken, output: "{}" }));
    await succeed(token);
    await ended(executionArn);

    await expect(succeed(token)).rejects.toMatchObject({ name: "TaskTimedOut" });
    await expect(succeed("never was")).rejects.toMatchObject({ name: "InvalidToken" });
    await expect(client().send(new SendTaskHeartbeatCommand({ taskToken: token }))).rejects.toMatchObject({
      name: "TaskTimedOut",
    });
  });

  test("waits no more once its execution is stopped", async () => {
    const executionArn = await start(waiting());
    const { token } = await message();

    await client().send(new StopExecutionCommand({ executionArn, cause: "not needed" }));

    expect(await ended(executionArn)).toMatchObject({ status: "ABORTED", cause: "not needed" });
    await expect(
      client().send(new SendTaskSuccessCommand({ taskToken: token, output: "{}" })),
    ).rejects.toMatchObject({ name: "TaskTimedOut" });
  });

  test("is waited for again by another process, which sends no second message", async () => {
    const stateFile = `${aws.folder}/kept.json`;
    const first = await startLocalStepFunctions({ clients: aws.clients, stateFile });
    const executionArn = await start(waiting(), {}, client(first.url));
    const { token } = await message();
    await eventually("the note that it was sent", async () =>
      (await readFile(stateFile, "utf8")).includes('"isSent":true'),
    );
    await first.stop();
    const second = await startLocalStepFunctions({ clients: aws.clients, stateFile });
    onTestFinished(() => second.stop());

    await client(second.url).send(new SendTaskSuccessCommand({ taskToken: token, output: "1" }));

    expect(await ended(executionArn, client(second.url))).toMatchObject({ status: "SUCCEEDED", output: "1" });
    const { Messages = [] } = await aws.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
    expect(Messages).toEqual([]);
  });
});

test("choices, pauses and outputs go as the language says", async () => {
  const executionArn = await start(
    machine({
      First: { Type: "Wait", Seconds: "{% $states.input.seconds %}", Next: "Which" },
      Which: {
        Type: "Choice",
        Choices: [{ Condition: "{% $states.input.size > 10 %}", Next: "Large" }],
        Default: "Small",
      },
      Large: { Type: "Pass", Output: { size: "{% 'large: ' & $string($states.input.size) %}" }, End: true },
      Small: { Type: "Fail", Error: "TooSmall" },
    }),
    { seconds: 0, size: 11 },
  );

  expect(await ended(executionArn)).toMatchObject({ status: "SUCCEEDED", output: '{"size":"large: 11"}' });
});

test("a task is tried again as often as its retrier says, and then caught", async () => {
  const executionArn = await start(
    machine({
      First: {
        Type: "Task",
        Resource: "arn:aws:states:::dynamodb:putItem",
        Arguments: { TableName: "there-is-none", Item: { id: { S: "1" } } },
        Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 1, MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ["DynamoDB.ResourceNotFoundException"], Next: "Caught" }],
        End: true,
      },
      Caught: { Type: "Succeed" },
    }),
  );

  const { output = "", startDate, stopDate } = await ended(executionArn);

  expect(JSON.parse(output)).toMatchObject({ Error: "DynamoDB.ResourceNotFoundException" });
  expect((stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0)).toBeGreaterThanOrEqual(1000);
});

test.each([
  ["a state that is not run here", machine({ First: { Type: "Parallel", Branches: [], End: true } })],
  ["a service that is not called here", waiting({ Resource: "arn:aws:states:::sns:publish" })],
  ["the other query language", { ...waiting(), QueryLanguage: "JSONPath" }],
  ["a next state that is not there", machine({ First: { Type: "Pass", Next: "Nowhere" } })],
])("%s is refused when it is defined", async (_, definition) => {
  await expect(define(definition)).rejects.toMatchObject({ name: "InvalidDefinition" });
});

test("a name is one execution's: the same input is the same one, another is refused", async () => {
  const stateMachineArn = await define(waiting());
  const startWith = (input: string) =>
    client().send(new StartExecutionCommand({ stateMachineArn, name: "one", input }));
  const first = await startWith("{}");

  const again = await startWith("{}");

  expect(again.executionArn).toBe(first.executionArn);
  await expect(startWith('{"other":1}')).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  await message();
});
