import { z } from "zod";

const errorNames = z.array(z.string()).min(1);

const retrySchema = z.array(
  z.strictObject({
    ErrorEquals: errorNames,
    IntervalSeconds: z.int().min(1).default(1),
    MaxAttempts: z.int().min(0).default(3),
    BackoffRate: z.number().min(1).default(2),
    MaxDelaySeconds: z.int().min(1).optional(),
  }),
);

const catchSchema = z.array(
  z.strictObject({ ErrorEquals: errorNames, Next: z.string(), Output: z.json().optional() }),
);

const common = { Comment: z.string().optional(), Output: z.json().optional() };
const onwards = { Next: z.string().optional(), End: z.literal(true).optional() };

const taskSchema = z.strictObject({
  ...common,
  ...onwards,
  Type: z.literal("Task"),
  Resource: z.enum([
    "arn:aws:states:::dynamodb:putItem",
    "arn:aws:states:::dynamodb:updateItem",
    "arn:aws:states:::sqs:sendMessage",
    "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
  ]),
  Arguments: z.json().default({}),
  TimeoutSeconds: z.int().min(1).optional(),
  HeartbeatSeconds: z.int().min(1).optional(),
  Retry: retrySchema.default([]),
  Catch: catchSchema.default([]),
});

const stateSchema = z.discriminatedUnion("Type", [
  taskSchema,
  z.strictObject({
    ...common,
    Type: z.literal("Choice"),
    Choices: z.array(
      z.strictObject({ Condition: z.string(), Next: z.string(), Output: z.json().optional() }),
    ),
    Default: z.string().optional(),
  }),
  z.strictObject({
    ...common,
    ...onwards,
    Type: z.literal("Wait"),
    Seconds: z.union([z.int().min(0), z.string()]),
  }),
  z.strictObject({ ...common, ...onwards, Type: z.literal("Pass") }),
  z.strictObject({ ...common, Type: z.literal("Succeed") }),
  z.strictObject({
    Comment: z.string().optional(),
    Type: z.literal("Fail"),
    Error: z.string().default(""),
    Cause: z.string().default(""),
  }),
]);

/**
 * A state machine in Amazon's States Language, as far as it is run here: JSONata, and the states and service integrations above.
 * Whatever else one says is refused, so that nothing is run differently than on AWS without anybody noticing.
 */
export const stateMachineSchema = z
  .strictObject({
    Comment: z.string().optional(),
    QueryLanguage: z.literal("JSONata", "only JSONata is run here"),
    StartAt: z.string(),
    TimeoutSeconds: z.int().min(1).optional(),
    States: z.record(z.string(), stateSchema),
  })
  .superRefine(({ StartAt, States }, context) => {
    const named = Object.values(States).flatMap((state) => [
      ...("Next" in state && state.Next !== undefined ? [state.Next] : []),
      ...("Catch" in state ? state.Catch.map(({ Next }) => Next) : []),
      ...("Choices" in state ? state.Choices.map(({ Next }) => Next) : []),
    ]);
    for (const name of [StartAt, ...named]) {
      if (!Object.hasOwn(States, name)) {
        context.addIssue({ code: "custom", message: `there is no state ${name}`, path: ["States"] });
      }
    }
  });

export type StateMachine = Readonly<z.output<typeof stateMachineSchema>>;
export type State = StateMachine["States"][string];
export type TaskStep = Extract<State, { Type: "Task" }>;
