import type { APIGatewayProxyEventV2 } from "aws-lambda";

interface Call {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Who has signed, as API Gateway's IAM authorizer found. */
  readonly userArn?: string;
}

/** A call as API Gateway's HTTP API hands it over, payload format 2.0. */
export function httpEvent({
  method,
  path,
  query = "",
  headers = {},
  body,
  userArn,
}: Call): APIGatewayProxyEventV2 {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    headers: { host: "acme.example", ...headers },
    requestContext: {
      accountId: "123456789012",
      apiId: "model",
      domainName: "acme.example",
      domainPrefix: "acme",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "model" },
      requestId: "trace-1",
      routeKey: "$default",
      stage: "$default",
      time: "02/Mar/2026:09:00:00 +0000",
      timeEpoch: 0,
      ...(userArn !== undefined && {
        authorizer: {
          iam: {
            accessKey: "ASIAMODEL",
            accountId: "123456789012",
            callerId: "AROAMODEL",
            cognitoIdentity: null,
            principalOrgId: "o-model",
            userArn,
            userId: "AROAMODEL",
          },
        },
      }),
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  };
}

/** A person's session of the role that developers have, as AWS names it. */
export function sessionOf(email: string): string {
  return `arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Developers_0123456789abcdef/${email}`;
}
