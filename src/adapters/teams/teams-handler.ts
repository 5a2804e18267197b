import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { defectText } from "../../app/chat/chat-texts.ts";
import type { AccessToken } from "./access-token.ts";
import type { TeamsGate } from "./bot-framework-gate.ts";
import { makeConnector } from "./connector.ts";
import { makeFindPerson } from "./find-person.ts";
import { readActivity } from "./read-activity.ts";
import { makeRememberConversation } from "./remember-conversation.ts";
import { TeamsAdapter } from "./teams-adapter.ts";
import { makeTeamsApp } from "./teams-app.ts";
import type { TeamsUseCases } from "./teams-app-dependencies.ts";
import type { TeamsLog } from "./teams-log.ts";

export interface TeamsHandlerOptions extends TeamsUseCases {
  readonly gate: TeamsGate;
  readonly accessToken: AccessToken;
  readonly log: TeamsLog;
}

/** A handler for an HTTP API of API Gateway, payload format 2.0. */
export type TeamsHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** Teams waits ten seconds for an invoke's answer: a call of ours, and one more try, may only take a part of that. */
const bounds = { waitMilliseconds: 2500, patienceSeconds: 0.5 } as const;

/** Teams itself takes messages of 100 KB at most. */
const mostBodyBytes = 256 * 1024;

/**
 * Everything Teams sends: messages, presses, forms, searches, installations. Lets in what the gate admits, before anything is read
 * or written, and answers 401 to what Teams has not signed, 413 to what is too long, 403 to tenants that are not listed, 400 to
 * what Teams does not send.
 */
export function makeTeamsHandler({ gate, accessToken, log, ...useCases }: TeamsHandlerOptions): TeamsHandler {
  const connector = makeConnector(accessToken, bounds);
  const adapter = new TeamsAdapter(gate.authentication);
  const app = makeTeamsApp({
    ...useCases,
    connector,
    findPerson: makeFindPerson({ connector, now: useCases.now }),
    remember: makeRememberConversation({ ...useCases, log }),
    newFormId: randomUUID,
    log,
  });

  return async (event) => {
    const traceId = event.requestContext.requestId;
    try {
      return await answer(event, traceId);
    } catch (error) {
      log.error({ trace_id: traceId, err: error }, "an activity of Teams' failed");
      return json(500, { error: defectText(traceId) });
    }
  };

  async function answer(
    event: APIGatewayProxyEventV2,
    traceId: string,
  ): Promise<APIGatewayProxyStructuredResultV2> {
    const authorization = headerOf(event, "authorization") ?? "";
    if (!gate.looksRight(authorization))
      return json(401, { error: "This request does not come from Teams." });
    const mediaType = (headerOf(event, "content-type") ?? "").split(";")[0]?.trim().toLowerCase();
    const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
    if (body.length > mostBodyBytes) return json(413, { error: "This is more than Teams sends at a time." });
    const activity = mediaType === "application/json" ? readActivity(body.toString("utf8")) : undefined;
    if (!activity) return json(400, { error: "This is nothing that Teams sends." });
    const admitted = await gate.admit(authorization, activity);
    if (!admitted.ok) return json(admitted.error.status, { error: admitted.error.text });
    const invoked = await adapter.take(admitted.value, activity, () => app(activity, traceId));
    return invoked ? json(invoked.status, invoked.body) : { statusCode: 200, body: "" };
  }
}

function headerOf({ headers }: APIGatewayProxyEventV2, name: string): string | undefined {
  return Object.entries(headers ?? {}).find(([given]) => given.toLowerCase() === name)?.[1];
}

function json(statusCode: number, value: unknown): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(value ?? {}) };
}
