import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { FunctionEvent } from "../provision/function-schema.ts";
import type { Provisioned } from "../provision/provision.ts";
import type { LambdaFunction } from "../provision/read-infrastructure.ts";
import { type Route, startHttpGateway } from "./http-gateway.ts";
import type { IamAuthorizer } from "./iam-authorizer.ts";
import { type Invoke, type LambdaLoader, makeInvoke, type Report, type Running } from "./invoke.ts";
import { makePace, type Pace } from "./pace.ts";
import { startQueuePump } from "./queue-pump.ts";
import { type SchedulePump, startSchedulePump } from "./schedule-pump.ts";
import { startStreamPump } from "./stream-pump.ts";

export interface HostOptions {
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** By function name. They are loaded before anything starts, so set the environment first. */
  readonly handlers: Readonly<Record<string, LambdaLoader>>;
  readonly provisioned: Pick<Provisioned, "resolve" | "queueUrlOf">;
  readonly clients: { readonly streams: DynamoDBStreamsClient; readonly sqs: SQSClient };
  /** Where each stream's position is kept. */
  readonly dataFolder: string;
  readonly report: Report;
  /** Who has signed a request, for routes that ask for it. */
  readonly authorize?: IamAuthorizer | undefined;
  /** Told where it listens, before anything but HTTP starts a function. */
  readonly onListening?: (url: string) => void;
  /** The HTTP port; a free one when left out. */
  readonly port?: number;
  /** How many times faster than real time the schedules run. */
  readonly clockSpeed?: number;
  /** How long `stop` waits for handlers under way. */
  readonly graceMs?: number;
}

export interface Host extends Running {
  readonly url: string;
  /** Resolves when every scheduled function has run once: what they prepare is there then. */
  readonly prepared: Promise<unknown>;
}

/**
 * Runs the functions of `serverless.yml` in this process, started by the events that start them on AWS. One without events is
 * asked by the gateway of an option, and needs no handler here.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { functions, report, authorize, port, graceMs = 10_000 } = options;
  const started = [...functions.values()].filter(({ events }) => events.length > 0);
  const pace = makePace();
  const loaded = await Promise.all(started.map((definition) => load(definition, options, pace)));
  const routes: Route[] = loaded.flatMap(({ definition, invoke }) =>
    definition.events.flatMap((event) =>
      event.kind === "http" ? [{ ...event, functionName: definition.name, invoke }] : [],
    ),
  );
  const gateway = await startHttpGateway({ routes, report, authorize, ...(port !== undefined && { port }) });
  options.onListening?.(gateway.url);
  const running: (Running | SchedulePump)[] = [gateway];
  const stop = async () => {
    const stopped = Promise.all(running.map((one) => one.stop()));
    await Promise.race([stopped, sleep(graceMs, undefined, { ref: false })]);
  };
  try {
    for (const one of loaded) {
      for (const event of one.definition.events)
        running.push(...(await startPump(one, event, options, pace)));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const prepared = Promise.all(running.map((one) => ("firstRun" in one ? one.firstRun : undefined)));
  return { url: gateway.url, prepared, stop };
}

type Loaded = Awaited<ReturnType<typeof load>>;

async function load(definition: LambdaFunction, { handlers }: HostOptions, pace: Pace) {
  const loader = handlers[definition.name];
  if (loader === undefined) throw new Error(`No handler is given for the function ${definition.name}`);
  const invokeAlone = makeInvoke(definition.name, definition.timeoutSeconds, await loader());
  const invoke: Invoke = (event) => {
    pace.quicken();
    return invokeAlone(event).finally(pace.quicken);
  };
  return { definition, invoke };
}

async function startPump(
  { definition: { name: functionName }, invoke }: Loaded,
  event: FunctionEvent,
  { provisioned, clients, dataFolder, report, clockSpeed = 1 }: HostOptions,
  pace: Pace,
): Promise<readonly (Running | SchedulePump)[]> {
  const common = { functionName, invoke, report };
  switch (event.kind) {
    case "http":
      return [];
    case "schedule":
      return [startSchedulePump({ ...common, everyMs: event.everyMs / clockSpeed })];
    case "stream": {
      const { batchSize } = event;
      const streamArn = provisioned.resolve(event.arn);
      const checkpointFile = join(dataFolder, `${functionName}.checkpoint.json`);
      const source = { client: clients.streams, streamArn, batchSize, checkpointFile, pace };
      return [await startStreamPump({ ...common, ...source })];
    }
    case "queue": {
      const { batchSize } = event;
      const queueArn = provisioned.resolve(event.arn);
      const queueUrl = provisioned.queueUrlOf(queueArn);
      return [startQueuePump({ ...common, client: clients.sqs, queueUrl, queueArn, batchSize })];
    }
  }
}
