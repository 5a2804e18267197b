import { leanHttp } from "./lean-http.ts";
import type { Machine, WireCall } from "./machine.ts";

/** What the SDK hands to whoever carries its requests; a body is text, or its bytes. */
export interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export function textOfBody({ body }: SdkRequest): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? "");
}

export interface Carried {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type Carry = (request: SdkRequest) => Promise<Carried>;

/**
 * Carries an SDK client's requests through the machine, one after the other. Nobody here checks signatures, so none is computed:
 * dynoxide only looks whether there is one. Nor is an endpoint looked for in AWS's rules, and as nothing fails for a moment only,
 * nothing is tried again.
 */
export function sdkLine(
  machine: Pick<Machine, "call">,
  callOf: (request: SdkRequest) => WireCall,
  carry: Carry,
) {
  return {
    requestHandler: {
      handle: async (request: SdkRequest) => ({
        response: await machine.call(callOf(request), () => carry(request)),
      }),
      metadata: { handlerProtocol: "http/1.1" },
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
      destroy: () => {},
    } as never,
    signer: {
      sign: async (request: SdkRequest) => ({ ...request, headers: { ...request.headers, authorization } }),
    } as never,
    retryStrategy: { mode: "once", retry: (next: Next, args: unknown) => next(args) } as never,
    region: "eu-central-1",
    endpoint,
    endpointProvider: () => ({ url: new URL(endpoint) }),
    credentials: { accessKeyId: "model", secretAccessKey: "model" },
  };
}

type Next = (args: unknown) => Promise<unknown>;

const endpoint = "http://aws.model";

const authorization =
  "AWS4-HMAC-SHA256 Credential=model/20260302/eu-central-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0";

/** What adds to a request, or writes down, what nobody here reads. */
const unread: readonly string[] = [
  "loggerMiddleware",
  "getUserAgentMiddleware",
  "recursionDetectionMiddleware",
  "contentLengthMiddleware",
  "hostHeaderMiddleware",
];

/** The client without the steps of each call that come to nothing here. */
export function lean<Client extends { readonly middlewareStack: { remove(name: string): boolean } }>(
  client: Client,
): Client {
  for (const name of unread) client.middlewareStack.remove(name);
  return client;
}

/** Over HTTP to this port of this machine. */
export function carryTo(port: number): Carry {
  const post = leanHttp(port);
  return (request) =>
    post({
      headers: { ...request.headers, "x-amz-date": "20260302T000000Z" },
      body: textOfBody(request),
    });
}

/** The name of what is asked of a service that speaks JSON: `TransactWriteItems`. */
export function operationOf({ headers }: SdkRequest): string {
  return (headers["x-amz-target"] ?? "").split(".")[1] ?? "";
}

export function dynamoDbCallOf(request: SdkRequest): WireCall {
  return { service: "dynamodb", operation: operationOf(request) };
}
