import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterEach, describe, expect, test } from "vitest";
import { type HttpGatewayOptions, startHttpGateway } from "../../../src/local/host/http-gateway.ts";
import type { Running } from "../../../src/local/host/invoke.ts";

const gateways: Running[] = [];
afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.stop()));
});

async function start(
  invoke: (event: APIGatewayProxyEventV2) => Promise<unknown>,
  options: Partial<HttpGatewayOptions> = {},
) {
  const events: APIGatewayProxyEventV2[] = [];
  const errors: unknown[] = [];
  const route = {
    method: "POST",
    path: "/slack/events",
    functionName: "slack",
    invoke: (event: unknown) => {
      events.push(event as APIGatewayProxyEventV2);
      return invoke(event as APIGatewayProxyEventV2);
    },
  };
  const report = ({ error }: { error: unknown }) => errors.push(error);
  const gateway = await startHttpGateway({ routes: [route], report, ...options });
  gateways.push(gateway);
  const post = (init: RequestInit = {}, path = "/slack/events") =>
    fetch(`${gateway.url}${path}`, { method: "POST", ...init });
  return { gateway, events, errors, post };
}

const accept = async () => ({ statusCode: 200 });

describe("the event of payload format 2.0", () => {
  test("carries path, query, headers, cookies and who called", async () => {
    const { post, events } = await start(accept);
    const headers = { "X-Slack-Signature": "v0=abc", cookie: "a=1; b=2", "user-agent": "Slackbot" };

    await post({ headers }, "/slack/events?a=1&a=2&b=%20");

    expect(events).toMatchObject([
      {
        version: "2.0",
        routeKey: "POST /slack/events",
        rawPath: "/slack/events",
        rawQueryString: "a=1&a=2&b=%20",
        queryStringParameters: { a: "1,2", b: " " },
        cookies: ["a=1", "b=2"],
        headers: { "x-slack-signature": "v0=abc", "user-agent": "Slackbot" },
        requestContext: {
          http: { method: "POST", path: "/slack/events", sourceIp: "127.0.0.1", userAgent: "Slackbot" },
        },
        isBase64Encoded: false,
      },
    ]);
    expect(events[0]).not.toHaveProperty("body");
  });

  test.each([
    ["application/json; charset=utf-8", '{"a":"ä"}'],
    ["text/plain", "ä"],
  ])("passes %s on as text", async (type, body) => {
    const { post, events } = await start(accept);

    await post({ headers: { "content-type": type }, body });

    expect(events).toMatchObject([{ body, isBase64Encoded: false }]);
  });

  test.each([["application/x-www-form-urlencoded"], ["application/octet-stream"]])(
    "passes %s on as base64",
    async (type) => {
      const { post, events } = await start(accept);

      await post({ headers: { "content-type": type }, body: Buffer.from("text=ä") });

      const body = Buffer.from("text=ä").toString("base64");
      expect(events).toMatchObject([{ body, isBase64Encoded: true }]);
    },
  );
});

test("a route of any method takes them all, and the event says both", async () => {
  const invoked: APIGatewayProxyEventV2[] = [];
  const invoke = async (event: unknown) => {
    invoked.push(event as APIGatewayProxyEventV2);
    return { statusCode: 200, headers: { "x-seen": "yes" } };
  };
  const route = { method: "ANY", path: "/approval", functionName: "links", invoke };
  const { gateway } = await start(accept, { routes: [route] });

  const answers = [];
  for (const method of ["GET", "HEAD", "POST", "PUT"]) {
    answers.push(await fetch(`${gateway.url}/approval?token=a-b`, { method }));
  }

  expect(answers.map(({ headers }) => headers.get("x-seen"))).toEqual(["yes", "yes", "yes", "yes"]);
  expect(invoked.map(({ routeKey, requestContext }) => [routeKey, requestContext.http.method])).toEqual([
    ["ANY /approval", "GET"],
    ["ANY /approval", "HEAD"],
    ["ANY /approval", "POST"],
    ["ANY /approval", "PUT"],
  ]);
  expect(invoked[1]).toMatchObject({ rawQueryString: "token=a-b", queryStringParameters: { token: "a-b" } });
});

describe("the answer", () => {
  test("is what the handler returned", async () => {
    const headers = { "Content-Type": "application/json", "X-Count": 3 };
    const { post } = await start(async () => ({
      statusCode: 201,
      headers,
      cookies: ["a=1"],
      body: '{"a":1}',
    }));

    const answer = await post();

    expect(answer.status).toBe(201);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("x-count")).toBe("3");
    expect(answer.headers.getSetCookie()).toEqual(["a=1"]);
    expect(await answer.json()).toEqual({ a: 1 });
  });

  test("is decoded when the handler encoded it", async () => {
    const body = Buffer.from("bytes").toString("base64");
    const { post } = await start(async () => ({ statusCode: 200, body, isBase64Encoded: true }));

    const answer = await post();

    expect(await answer.text()).toBe("bytes");
  });

  test("is the result as JSON when it has no status", async () => {
    const { post } = await start(async () => ({ challenge: "abc" }));

    const answer = await post();

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ challenge: "abc" });
  });

  test("is 500 without details when the handler throws", async () => {
    const failure = new Error("a secret");
    const { post, errors } = await start(() => Promise.reject(failure));

    const answer = await post();

    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ message: "Internal Server Error" });
    expect(errors).toEqual([failure]);
  });

  test("is 500 when the result makes no sense", async () => {
    const { post } = await start(async () => ({ statusCode: "fine" }));

    const answer = await post();

    expect(answer.status).toBe(500);
  });

  test("is 503 when the handler takes too long", async () => {
    const { post } = await start(() => new Promise(() => {}), { timeoutMs: 50 });

    const answer = await post();

    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ message: "Service Unavailable" });
  });

  test("is 404 for another path or method", async () => {
    const { gateway, post, events } = await start(accept);

    const otherPath = await post({}, "/slack");
    const otherMethod = await fetch(`${gateway.url}/slack/events`);

    expect([otherPath.status, otherMethod.status]).toEqual([404, 404]);
    expect(await otherPath.json()).toEqual({ message: "Not Found" });
    expect(events).toEqual([]);
  });

  test("is 413 for a body of more than 10 MB", async () => {
    const { post, events } = await start(accept);

    const answer = await post({ body: Buffer.alloc(10 * 1_024 * 1_024 + 1) });

    expect(answer.status).toBe(413);
    expect(events).toEqual([]);
  });
});

describe("a route that asks for a signature", () => {
  const identity = {
    accessKey: "AKIA",
    accountId: "123456789012",
    callerId: "AIDA",
    cognitoIdentity: null,
    principalOrgId: "o-local",
    userArn: "arn:aws:iam::123456789012:user/ci",
    userId: "AIDA",
  } as const;

  async function startGuarded(authorize?: HttpGatewayOptions["authorize"]) {
    const events: APIGatewayProxyEventV2[] = [];
    const route = {
      method: "GET",
      path: "/operations/{request_id}",
      functionName: "api",
      authorizer: "aws_iam" as const,
      invoke: async (event: unknown) => events.push(event as APIGatewayProxyEventV2),
    };
    const gateway = await startHttpGateway({ routes: [route], report: () => {}, authorize });
    gateways.push(gateway);
    return { events, get: () => fetch(`${gateway.url}/operations/req-1?a=b`) };
  }

  test("gives the function who has signed, and what the path's names stand for", async () => {
    const { events, get } = await startGuarded(async () => identity);

    await get();

    expect(events).toMatchObject([
      {
        routeKey: "GET /operations/{request_id}",
        rawPath: "/operations/req-1",
        pathParameters: { request_id: "req-1" },
        requestContext: { authorizer: { iam: identity }, routeKey: "GET /operations/{request_id}" },
      },
    ]);
  });

  test.each([
    ["nobody has signed", async () => undefined],
    ["nobody can tell who has", undefined],
  ])("is 403 in the gateway's own words when %s", async (_what, authorize) => {
    const { events, get } = await startGuarded(authorize);

    const answer = await get();

    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({ message: "Forbidden" });
    expect(events).toEqual([]);
  });
});

test("stopping waits for the answer under way", async () => {
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const { gateway, post } = await start(async () => {
    arrived.resolve();
    await gate.promise;
    return { statusCode: 204 };
  });
  const answering = post();
  await arrived.promise;

  const stopping = gateway.stop();
  gate.resolve();
  const [answer] = await Promise.all([answering, stopping]);

  expect(answer.status).toBe(204);
  gateways.length = 0;
});
