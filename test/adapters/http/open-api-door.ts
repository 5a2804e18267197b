import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { onTestFinished } from "vitest";
import { makeApiHandler } from "../../../src/adapters/http/api-handler.ts";
import type { ReviewWorkflow } from "../../../src/app/ports/question-reviews.ts";
import type { RequestStore } from "../../../src/app/ports/request-store.ts";
import { requestsOfTenant } from "../../../src/app/requests-of-tenant.ts";
import type { SubmitRequest } from "../../../src/app/submit/submit-request.ts";
import type { Desk } from "../../support/desk.ts";
import { tenant, type Workbench } from "../../support/workbench.ts";
import { openApi } from "./open-api.ts";

const danasSession =
  "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Developers_0123456789abcdef/dana.reyes@acme.example";

export interface Call {
  readonly method?: "GET" | "POST";
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text. */
  readonly body?: unknown;
  /** Who the gateway says has signed; `null` for nobody. */
  readonly userArn?: string | null;
}

interface Options {
  readonly waitSeconds?: number;
  /** Whether what is filed is dispatched and run, as the outbox and the queues would do; otherwise it stays as it is. */
  readonly runs?: boolean;
  /** Called when an order has been filed, before anybody hears of it. */
  readonly onFiled?: () => void;
  /** The store that the door reads. */
  readonly requests?: RequestStore;
  readonly tenant?: string;
  readonly reviewWorkflow?: ReviewWorkflow;
  /** How long Lambda lets the function live. */
  readonly remainingMilliseconds?: number;
}

/** The API's Lambda handler on a desk, called with events as API Gateway makes them. */
export function openApiDoor(bench: Workbench, desk: Desk, options: Options = {}) {
  const {
    waitSeconds = 15,
    runs = true,
    requests = bench.requests,
    remainingMilliseconds = 29_000,
  } = options;
  const logged: { readonly level: string; readonly fields: object; readonly message: string }[] = [];
  const failures: unknown[] = [];
  const running: Promise<void>[] = [];
  const own = requestsOfTenant(requests, options.tenant ?? tenant);
  const submitRequest: SubmitRequest = async (submission) => {
    const submitted = await desk.submit(submission);
    if (submitted.ok && runs) running.push(run(submitted.value.id));
    options.onFiled?.();
    return submitted;
  };
  const level = (name: string) => (fields: object, message: string) => {
    logged.push({ level: name, fields, message });
  };
  const { reviewWorkflow } = options;
  const api = openApi(bench, desk, {
    submitRequest,
    requests: own,
    ...(reviewWorkflow && { reviewWorkflow }),
  });
  const handler = makeApiHandler({
    ...api,
    policy: bench.policy,
    now: desk.now,
    meter: { record: () => {} },
    log: { info: level("info"), warn: level("warn"), error: level("error") },
    waitSeconds,
  });
  onTestFinished(async () => {
    await Promise.all(running);
  });

  async function run(id: Parameters<Desk["dispatch"]>[0]): Promise<void> {
    await desk.dispatch(id);
    await desk.drainRuns({ onFailure: (error) => failures.push(error) });
  }

  async function call(given: Call) {
    const context = { getRemainingTimeInMillis: () => remainingMilliseconds } as Context;
    const answer = await handler(toEvent(given) as never, context as never);
    const {
      statusCode,
      body,
      headers = {},
    } = answer as {
      statusCode: number;
      body: string;
      headers?: Record<string, string>;
    };
    return { status: statusCode, headers, body: JSON.parse(body) as Record<string, unknown> };
  }

  return {
    call,
    post: (body: unknown, more: Omit<Call, "body"> = {}) => call({ ...more, body }),
    get: (id: unknown, more: Call = {}) =>
      call({ ...more, method: "GET", path: `/operations/${String(id)}` }),
    run,
    logged,
    failures,
  };
}

function toEvent({
  method = "POST",
  path = "/operations",
  headers = {},
  body,
  userArn = danasSession,
}: Call): APIGatewayProxyEventV2 {
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  return {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: "",
    headers: {
      host: "api.acme.example",
      ...(text !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    requestContext: {
      accountId: "123456789012",
      apiId: "abc123",
      domainName: "api.acme.example",
      domainPrefix: "api",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "curl/8.5.0" },
      requestId: "trace-1",
      routeKey: `${method} ${path}`,
      stage: "$default",
      time: "02/Mar/2026:10:30:59 +0000",
      timeEpoch: 1_772_447_459_000,
      ...(userArn !== null && {
        authorizer: {
          iam: {
            accessKey: "ASIAEXAMPLE",
            accountId: "123456789012",
            callerId: "AROAEXAMPLE:dana.reyes@acme.example",
            cognitoIdentity: null,
            principalOrgId: "o-example",
            userArn,
            userId: "AROAEXAMPLE:dana.reyes@acme.example",
          },
        },
      }),
    },
    ...(text !== undefined && { body: text }),
    isBase64Encoded: false,
  };
}
