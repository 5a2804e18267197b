import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { IamIdentity } from "./iam-authorizer.ts";

/** The route that a request takes, as its template says it, and who has signed for it. */
interface MatchedRoute {
  /** `ANY` where it takes every method. */
  readonly method: string;
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly identity: IamIdentity | undefined;
}

/**
 * Turns a request into the event of an HTTP API, payload format 2.0. API Gateway passes `text/*`, JSON, XML and
 * JavaScript on as text and all else as base64: forms too, and what has no content type.
 */
export function toHttpEvent(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  { method: routeMethod, path, pathParameters, identity }: MatchedRoute,
): APIGatewayProxyEventV2 {
  const { cookie, ...headers } = joinedHeaders(request);
  const method = request.method ?? "GET";
  const isText = /^(text\/|application\/(json|xml|javascript)\b)/i.test(headers["content-type"] ?? "");
  const now = new Date();
  const routeKey = `${routeMethod} ${path}`;
  const query = joinedQuery(url.searchParams);
  return {
    version: "2.0",
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers,
    ...(url.search.length > 1 && { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters: { ...pathParameters } }),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      ...(identity && { authorizer: { iam: identity } }),
      domainName: headers.host ?? "",
      domainPrefix: "local",
      http: {
        method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey,
      stage: "$default",
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

function joinedHeaders(request: IncomingMessage): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    joined[name] = values.join(name === "cookie" ? "; " : ",");
  }
  return joined;
}

function joinedQuery(parameters: URLSearchParams): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const name of parameters.keys()) joined[name] = parameters.getAll(name).join(",");
  return joined;
}
