import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";

export interface FunctionPackage {
  readonly name: string;
  /** Where its zip is unpacked. */
  readonly folder: string;
  /** As the template names it: `src/lambda/slack.handler`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** What the template gives it, and where it finds AWS. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface FunctionProcess {
  /** What the handler answers. Rejects with what it threw, with what it said when its process ends, or with why it did not start. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Milliseconds from the start of the process until it asked for its first event. */
  readonly initialized: Promise<number>;
  /** The lines that it has written to its log so far. */
  readonly log: () => readonly string[];
  readonly stop: () => Promise<void>;
}

interface Invocation {
  readonly id: string;
  readonly event: unknown;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

const bootstrap = join(import.meta.dirname, "bootstrap.ts");
const region = "eu-central-1";

/**
 * Starts a function as Lambda does: a process of Node in the folder of its zip, with the environment that the template and Lambda
 * itself give it and nothing of this one's, fed over the Runtime API by a small server of its own. Deadlines are told and not
 * enforced, as a busy machine is slower than Lambda.
 */
export async function startFunction(given: FunctionPackage): Promise<FunctionProcess> {
  const waiting: Invocation[] = [];
  const open = new Map<string, Invocation>();
  const {
    promise: initialized,
    resolve: initialize,
    reject: failInitialization,
  } = Promise.withResolvers<number>();
  // Whoever invokes is told too.
  initialized.catch(() => {});
  let asking: ServerResponse | undefined;
  let problem: Error | undefined;

  function hand(): void {
    const next = asking && waiting.shift();
    if (!asking || !next) return;
    open.set(next.id, next);
    asking.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": next.id,
      "lambda-runtime-deadline-ms": String(Date.now() + given.timeoutSeconds * 1000),
      "lambda-runtime-invoked-function-arn": `arn:aws:lambda:${region}:123456789012:function:${given.name}`,
      "lambda-runtime-trace-id": `Root=1-5759e988-${next.id.replaceAll("-", "").slice(0, 24)};Sampled=0`,
    });
    asking.end(JSON.stringify(next.event));
    asking = undefined;
  }

  const server = createServer(async (request, response) => {
    const path = request.url?.replace("/2018-06-01/runtime/", "") ?? "";
    if (path === "invocation/next") {
      initialize(performance.now() - startedAt);
      asking = response;
      hand();
      return;
    }
    const content: unknown = JSON.parse(await text(request));
    if (path === "init/error") problem = toError(given.name, content);
    const [, id = "", kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    const invocation = open.get(id);
    open.delete(id);
    if (kind === "response") invocation?.resolve(content);
    if (kind === "error") invocation?.reject(toError(given.name, content));
    response.writeHead(202).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const startedAt = performance.now();
  const child = spawn(process.execPath, [bootstrap], {
    cwd: given.folder,
    env: { ...lambdaEnvironment(given), ...given.environment, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
    });
  }
  const ended = once(child, "close").then(() => {
    process.off("exit", killWithUs);
    problem ??= new Error(`The process of ${given.name} ended and said:\n${said}`);
    failInitialization(problem);
    for (const invocation of [...open.values(), ...waiting.splice(0)]) invocation.reject(problem);
  });

  return {
    initialized,
    log: () => said.trimEnd().split("\n"),
    invoke: (event) =>
      new Promise((resolve, reject) => {
        if (problem) return reject(problem);
        waiting.push({ id: randomUUID(), event, resolve, reject });
        hand();
      }),
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What Lambda sets for each function: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function lambdaEnvironment({ name, folder, handler, memoryMegabytes }: FunctionPackage) {
  return {
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: folder,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "stand-in",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: "embedded",
    AWS_SECRET_ACCESS_KEY: "embedded",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    PATH: "/usr/bin:/bin",
  };
}

function toError(functionName: string, content: unknown): Error {
  const { errorType, errorMessage, trace } = content as Record<string, unknown>;
  return new Error(`${functionName}: ${errorType}: ${errorMessage}`, { cause: trace });
}
