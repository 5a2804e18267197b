import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";

/** What a file of `src/lambda` exports. A method, so that handlers of narrower events fit. */
export interface LambdaModule {
  handler(event: unknown, context: Context, callback: () => void): unknown;
}

export type LambdaLoader = () => Promise<LambdaModule>;

/** A module's handler that loads it only when it is called. */
export function lazily(load: LambdaLoader): LambdaModule["handler"] {
  let loading: Promise<LambdaModule> | undefined;
  return async (event, context, callback) => {
    loading ??= load();
    return (await loading).handler(event, context, callback);
  };
}

/** Runs a function once. Rejects when the handler throws, or takes longer than the function's timeout. */
export type Invoke = (event: unknown) => Promise<unknown>;

/** Told of what went wrong and is tried again or was answered with an error. */
export type Report = (problem: { readonly functionName: string; readonly error: unknown }) => void;

export interface Running {
  /** Takes nothing new, and resolves when what is under way has ended. */
  readonly stop: () => Promise<void>;
}

/** Makes a handler callable as the Node 24 runtime of Lambda calls it: awaited, without callbacks. */
export function makeInvoke(functionName: string, timeoutSeconds: number, module: LambdaModule): Invoke {
  return async (event) => {
    const deadline = Date.now() + timeoutSeconds * 1_000;
    const { promise: timedOut, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => reject(new Error(`${functionName} timed out after ${timeoutSeconds} seconds`)),
      timeoutSeconds * 1_000,
    );
    try {
      const context = makeContext(functionName, deadline);
      return await Promise.race([module.handler(event, context, refuseCallback), timedOut]);
    } finally {
      clearTimeout(timer);
    }
  };
}

function makeContext(functionName: string, deadline: number): Context {
  return {
    awsRequestId: randomUUID(),
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    memoryLimitInMB: "512",
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: refuseCallback,
    fail: refuseCallback,
    succeed: refuseCallback,
  };
}

function refuseCallback(): void {
  throw new Error("Lambda's Node 24 runtime has no callbacks: return a promise");
}
