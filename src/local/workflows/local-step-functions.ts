import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { FaultQueue } from "../parts/fault-queue.ts";
import { serveLocally } from "../parts/serve-locally.ts";
import { CallLog } from "../rds/call-log.ts";
import { answerControl } from "../rds/control.ts";
import { type Fault, isFaultOf } from "../rds/faults.ts";
import type { Execution } from "./execution.ts";
import { ExecutionFile } from "./execution-file.ts";
import type { ServiceClients } from "./service-calls.ts";
import { StepFunctionsError } from "./step-functions-error.ts";
import { Workflows } from "./workflows.ts";

export interface LocalStepFunctionsOptions {
  /** What its workflows call. */
  readonly clients: ServiceClients;
  /** Where executions are kept; without it they end with the process. */
  readonly stateFile?: string;
  /** A free one by default. */
  readonly port?: number;
}

export interface LocalStepFunctions {
  readonly url: string;
  stop(): Promise<void>;
}

const jsonText = z.string().transform((value, context) => {
  try {
    return z.json().parse(JSON.parse(value));
  } catch {
    context.addIssue({ code: "custom", message: "not JSON" });
    return z.NEVER;
  }
});

const tokenSchema = z.object({ taskToken: z.string().min(1).max(2048) });
const executionSchema = z.object({ executionArn: z.string() });

/**
 * Starts a small stand-in for AWS Step Functions on 127.0.0.1, in the AWS JSON protocol: state machines in JSONata, their
 * executions, and the tasks that wait for a token; its controls are at `/_control`. Executions that had not ended go on.
 */
export async function startLocalStepFunctions(
  options: LocalStepFunctionsOptions,
): Promise<LocalStepFunctions> {
  const workflows = new Workflows(new ExecutionFile(options.stateFile), options.clients);
  const faults = new FaultQueue<Fault>();
  const calls = new CallLog();
  const reset = () => {
    faults.clear();
    calls.clear();
  };

  function resultOf(action: string, body: unknown): object {
    switch (action) {
      case "CreateStateMachine": {
        const { name, definition } = parse(z.object({ name: z.string(), definition: z.string() }), body);
        return { stateMachineArn: workflows.define(name, definition), creationDate: Date.now() / 1000 };
      }
      case "StartExecution": {
        const schema = z.object({
          stateMachineArn: z.string(),
          name: z
            .string()
            .regex(/^[\w-]{1,80}$/)
            .default(() => randomUUID()),
          input: jsonText.default({}),
        });
        const { stateMachineArn, name, input } = parse(schema, body);
        const { executionArn, startedAt } = workflows.start(stateMachineArn, name, input);
        return { executionArn, startDate: startedAt / 1000 };
      }
      case "DescribeExecution":
        return described(workflows.get(parse(executionSchema, body).executionArn));
      case "ListExecutions":
        return { executions: workflows.all.map(described) };
      case "StopExecution": {
        const schema = executionSchema.extend({ error: z.string().optional(), cause: z.string().optional() });
        const { executionArn, error, cause } = parse(schema, body);
        const { stoppedAt = 0 } = workflows.abort(executionArn, error, cause);
        return { stopDate: stoppedAt / 1000 };
      }
      case "SendTaskSuccess": {
        const { taskToken, output } = parse(tokenSchema.extend({ output: jsonText }), body);
        workflows.endTask(taskToken, { kind: "success", output });
        return {};
      }
      case "SendTaskFailure": {
        const schema = tokenSchema.extend({ error: z.string().default(""), cause: z.string().default("") });
        const { taskToken, error, cause } = parse(schema, body);
        workflows.endTask(taskToken, { kind: "failure", error, cause });
        return {};
      }
      case "SendTaskHeartbeat":
        workflows.beat(parse(tokenSchema, body).taskToken);
        return {};
      default:
        throw new StepFunctionsError("UnknownOperationException", "");
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.url?.startsWith("/_control/")) {
      const { status, content } = answerControl(
        { faults, calls, reset },
        `${request.method} ${request.url}`,
        body,
      );
      return send(response, status, content);
    }
    const action = request.headers["x-amz-target"]?.toString().replace("AWSStepFunctions.", "") ?? "";
    calls.record(action, new Map());
    const fault = faults.take(isFaultOf(action));
    if (fault?.kind === "hang") return;
    if (fault?.kind === "drop-before") throw new Error("dropped");
    if (fault?.kind === "error") {
      return send(response, fault.status ?? 503, { __type: fault.code ?? "ServiceUnavailable", message: "" });
    }
    try {
      const result = resultOf(action, JSON.parse(body));
      if (fault?.kind === "drop-after") request.socket.destroy();
      else send(response, 200, result);
    } catch (error) {
      if (!(error instanceof StepFunctionsError)) throw error;
      send(response, 400, { __type: error.code, message: error.message });
    }
  }

  const server = await serveLocally(answer, options.port ?? 0);
  return {
    url: server.url,
    stop: async () => {
      workflows.stop();
      await server.stop();
    },
  };
}

function parse<Value>(schema: z.ZodType<Value>, body: unknown): Value {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new StepFunctionsError("ValidationException", z.prettifyError(parsed.error));
  return parsed.data;
}

/** Moments in seconds, and JSON as text, as AWS answers. */
function described({
  executionArn,
  stateMachineArn,
  name,
  status,
  input,
  output,
  ...rest
}: Execution): object {
  return {
    ...{ executionArn, stateMachineArn, name, status, input: JSON.stringify(input) },
    ...(output !== undefined && { output: JSON.stringify(output) }),
    startDate: rest.startedAt / 1000,
    ...(rest.stoppedAt !== undefined && { stopDate: rest.stoppedAt / 1000 }),
    error: rest.error,
    cause: rest.cause,
  };
}

function send(response: ServerResponse, status: number, content: object | null): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(content));
}
