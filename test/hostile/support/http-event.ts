import { randomUUID } from "node:crypto";

interface Call {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly isBase64: boolean;
}

/** A call as API Gateway's HTTP API hands it over, payload format 2.0. */
export function toHttpEvent({ method = "POST", path, query = "", headers, body, isBase64 }: Call): unknown {
  return {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: query,
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== "")),
    requestContext: {
      accountId: "123456789012",
      apiId: "abc123",
      domainName: "api.acme.example",
      domainPrefix: "api",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "curl/8.5.0" },
      requestId: randomUUID(),
      routeKey: `${method} ${path}`,
      stage: "$default",
      time: "02/Mar/2026:10:30:59 +0000",
      timeEpoch: 1_772_447_459_000,
    },
    ...(body.length > 0 && { body: Buffer.from(body).toString(isBase64 ? "base64" : "utf8") }),
    isBase64Encoded: isBase64,
  };
}
