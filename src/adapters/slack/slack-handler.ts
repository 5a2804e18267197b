import { AwsLambdaReceiver } from "@slack/bolt";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { defectText } from "../../app/chat/chat-texts.ts";
import type { Secret, SecretVersions } from "../../app/ports/secret.ts";
import type { SlackSecret } from "../../app/secrets/slack-secret.ts";
import { readPayload } from "./read-payload.ts";
import { isSignedBySlack, type SignedRequest } from "./request-signature.ts";
import { makeSlackApp, type SlackAppOptions } from "./slack-app.ts";
import { toSlackLogger } from "./slack-log.ts";

export interface SlackHandlerOptions extends SlackAppOptions {
  readonly secret: Secret<SlackSecret>;
}

/** A handler for an HTTP API of API Gateway, payload format 2.0. */
export type SlackHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** Far more than a form or a click brings with it: a message has 50 blocks at most, of 3,000 characters each. */
const mostBodyBytes = 1024 * 1024;

/**
 * Everything Slack sends: commands, clicks, forms. Checks the signature over the bytes as they came, before anything reads
 * them, and answers 413 to what is too long, 401 where it does not hold, 400 for what Slack does not send, 404 for what nobody
 * listens to, 503 while the secret has no value. Bolt gets a clean event, as its own receiver parses unsigned bodies, ignores a
 * future timestamp and reads base64 as ASCII.
 */
export function makeSlackHandler(options: SlackHandlerOptions): SlackHandler {
  const { secret } = options;
  const receiver = new AwsLambdaReceiver({
    signingSecret: "checked before",
    signatureVerification: false,
    logger: toSlackLogger(options.log),
    customPropertiesExtractor: ({ requestContext }) => ({ traceId: requestContext.requestId }),
  });
  makeSlackApp(options, receiver);
  const toBolt = receiver.toHandler();

  return async (event) => {
    try {
      return await answer(event);
    } catch (error) {
      const traceId = event.requestContext.requestId;
      options.log.error({ trace_id: traceId, err: error }, "a request of Slack's failed");
      return json(500, { error: defectText(traceId) });
    }
  };

  async function answer(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
    const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
    if (body.length > mostBodyBytes) return json(413, { error: "This is more than Slack sends at a time." });
    const signed = {
      signature: headerOf(event, "x-slack-signature"),
      timestamp: headerOf(event, "x-slack-request-timestamp"),
      body,
    };
    const signature = await judge(signed);
    if (signature === "no-secret") return json(503, { error: "Slack is not set up here." });
    if (signature === "bad") return json(401, { error: "This request is not signed by Slack, or too old." });
    const payload = readPayload(headerOf(event, "content-type") ?? "", body.toString("utf8"));
    if (!payload) return json(400, { error: "This is nothing that Slack sends." });
    if ("ssl_check" in payload) return { statusCode: 200, body: "" };
    const {
      statusCode,
      headers,
      body: answered,
    } = await toBolt(
      {
        ...event,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(payload),
        isBase64Encoded: false,
      },
      undefined,
    );
    if (statusCode === 404) return json(404, { error: "Nothing here answers to that." });
    return { statusCode, ...(headers && { headers }), body: answered };
  }

  /** By what is known, and where that does not fit by what counts now: Slack may sign with a new secret already. */
  async function judge(signed: SignedRequest): Promise<"good" | "bad" | "no-secret"> {
    if (fits(signed, await secret.read())) return "good";
    const versions = await secret.readAnew();
    if (versions) return fits(signed, versions) ? "good" : "bad";
    options.log.warn({}, "Slack's secret has no value, so nothing from Slack is let in");
    return "no-secret";
  }

  /** During a rotation the secret before counts, too: it has signed what is on its way. */
  function fits(signed: SignedRequest, versions: SecretVersions<SlackSecret> | undefined): boolean {
    return [versions?.current, versions?.previous].some(
      (version) => version && isSignedBySlack(signed, version.signingSecret, options.now()),
    );
  }
}

function headerOf({ headers }: APIGatewayProxyEventV2, name: string): string | undefined {
  return Object.entries(headers ?? {}).find(([given]) => given.toLowerCase() === name)?.[1];
}

function json(statusCode: number, value: object): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}
