import { z } from "zod";
import { referenceSchema } from "./reference.ts";

const path = /^(?:\/(?:[^{}*/]+|\{\w+\}))*(?:\/\{proxy\+\})?$/;
const methodAndPath = new RegExp(`^[A-Z]+ ${path.source.slice(1)}`);

const httpEventSchema = z
  .strictObject({
    httpApi: z.string().regex(methodAndPath, "only a method and a path that the gateway here can match"),
  })
  .transform(({ httpApi }) => {
    const space = httpApi.indexOf(" ");
    return { kind: "http" as const, method: httpApi.slice(0, space), path: httpApi.slice(space + 1) };
  });

const guardedHttpEventSchema = z
  .strictObject({
    httpApi: z.strictObject({
      method: z.string().regex(/^[A-Z]+$/),
      path: z.string().regex(path, "only fixed and {named} segments, and one {proxy+} at the end"),
      authorizer: z.strictObject({ type: z.literal("aws_iam") }),
    }),
  })
  .transform(({ httpApi: { method, path, authorizer } }) => ({
    kind: "http" as const,
    method,
    path,
    authorizer: authorizer.type,
  }));

const streamEventSchema = z
  .strictObject({
    stream: z.object({
      type: z.literal("dynamodb"),
      arn: referenceSchema,
      startingPosition: z.literal("TRIM_HORIZON"),
      batchSize: z.number().default(100),
    }),
  })
  .transform(({ stream }) => ({ kind: "stream" as const, arn: stream.arn, batchSize: stream.batchSize }));

const queueEventSchema = z
  .strictObject({ sqs: z.object({ arn: referenceSchema, batchSize: z.number().max(10).default(10) }) })
  .transform(({ sqs }) => ({ kind: "queue" as const, arn: sqs.arn, batchSize: sqs.batchSize }));

const millisecondsPer = new Map([
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
]);

const scheduleEventSchema = z
  .strictObject({ schedule: z.string().regex(/^rate\([1-9]\d* (minute|hour|day)s?\)$/, "only rate(...)") })
  .transform(({ schedule }) => {
    const [, count, unit = ""] = /^rate\((\d+) (.*?)s?\)$/.exec(schedule) ?? [];
    return { kind: "schedule" as const, everyMs: Number(count) * (millisecondsPer.get(unit) ?? Number.NaN) };
  });

/** What starts a function: one shape per kind of event that the local host can produce; any other is refused. */
const functionEventSchema = z.union([
  httpEventSchema,
  guardedHttpEventSchema,
  streamEventSchema,
  queueEventSchema,
  scheduleEventSchema,
]);

export type FunctionEvent = z.infer<typeof functionEventSchema>;

export const environmentSchema = z.record(z.string(), referenceSchema).default({});

export const functionSchema = z.object({
  handler: z.string(),
  timeout: z.number(),
  environment: environmentSchema,
  events: z.array(functionEventSchema),
});
