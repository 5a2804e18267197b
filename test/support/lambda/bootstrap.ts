import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * What Lambda's nodejs24.x runtime does with a function, as AWS's own client for its Runtime API does it (aws-lambda-ric 4): finds
 * the handler in the unpacked zip, and then takes one event after the other. Imports nothing but Node, so that a function finds
 * only what its own zip holds. See https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
// Not imported: an import reads each export, and one of them loads all of fetch, which would be in the time of every start.
const { Agent, request } = process.getBuiltinModule("node:http");
const root = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

type Handler = (event: unknown, context: object) => unknown;

interface Answer {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function call(method: "GET" | "POST", path: string, content?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${root}${path}`, { method, agent }, (incoming) => {
      let body = "";
      incoming.setEncoding("utf8");
      incoming.on("data", (chunk: string) => {
        body += chunk;
      });
      incoming.on("end", () => resolve({ headers: incoming.headers, body }));
      incoming.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(method === "POST" ? JSON.stringify(content ?? null) : undefined);
  });
}

class RuntimeError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = `Runtime.${name}`;
  }
}

async function findHandler(): Promise<Handler> {
  const named = process.env._HANDLER ?? "";
  const end = named.lastIndexOf(".");
  const place = join(process.env.LAMBDA_TASK_ROOT ?? "", named.slice(0, end));
  const file = [".js", ".mjs", ".cjs"].map((extension) => place + extension).find(existsSync);
  if (!file) throw new RuntimeError("ImportModuleError", `Cannot find module '${named.slice(0, end)}'`);
  const handler: unknown = (await import(pathToFileURL(file).href))[named.slice(end + 1)];
  if (typeof handler !== "function") throw new RuntimeError("HandlerNotFound", `${named} is undefined`);
  // The SDK's own types say it, and so does the runtime from Node 24 on.
  if (handler.length >= 3) {
    throw new RuntimeError("CallbackHandlerDeprecated", "Node 24 takes no handlers with a callback");
  }
  return (event, context) => handler(event, context);
}

function contextOf({ headers }: Answer): object {
  const { env } = process;
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function problemOf(error: unknown): object {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split("\n") ?? [] };
}

async function answerNext(handler: Handler): Promise<void> {
  const next = await call("GET", "/invocation/next");
  const invocation = `/invocation/${next.headers["lambda-runtime-aws-request-id"]}`;
  process.env._X_AMZN_TRACE_ID = String(next.headers["lambda-runtime-trace-id"]);
  // A rejection that nobody has awaited ends the process, and the event with it.
  const fail = (error: unknown) =>
    call("POST", `${invocation}/error`, problemOf(error)).finally(() => process.exit(128));
  process.once("unhandledRejection", fail);
  try {
    const answer = await handler(JSON.parse(next.body), contextOf(next));
    await call("POST", `${invocation}/response`, answer);
  } catch (error) {
    await call("POST", `${invocation}/error`, problemOf(error));
  } finally {
    process.off("unhandledRejection", fail);
  }
}

const handler = await findHandler().catch(async (error: unknown) => {
  await call("POST", "/init/error", problemOf(error));
  process.exit(1);
});
for (;;) await answerNext(handler);
