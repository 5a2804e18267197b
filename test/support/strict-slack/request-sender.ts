import { request } from "node:http";
import type { Workspace } from "./workspace.ts";

export type AppAnswer = {
  readonly status: number;
  readonly body: string;
  /** The body where it is a JSON object. */
  readonly json?: Readonly<Record<string, unknown>>;
  readonly durationMs: number;
  /** Whether Slack would act on it: 200, and in time. */
  readonly taken: boolean;
};

export type RequestSender = (kind: string, body: string) => Promise<AppAnswer>;

type SenderOptions = {
  readonly slack: Workspace;
  readonly sign: (body: string) => Readonly<Record<string, string>>;
  readonly requestUrl: () => string;
  readonly ackLimitMs: number;
};

type Raw = { readonly status: number; readonly body: string };

function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function parseObject(body: string): Readonly<Record<string, unknown>> | undefined {
  if (!body.startsWith("{")) return undefined;
  try {
    return Object.fromEntries(Object.entries(JSON.parse(body)));
  } catch {
    return undefined;
  }
}

/** Sends signed requests to the app as Slack does, and records what Slack would call a failure of the app. */
export function makeRequestSender({ slack, sign, requestUrl, ackLimitMs }: SenderOptions): RequestSender {
  return async (kind, body) => {
    const headers = {
      ...sign(body),
      ...(body.startsWith("{") && { "content-type": "application/json" }),
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      accept: "application/json,*/*",
    };
    const startedAt = performance.now();
    const answer = await post(requestUrl(), body, headers).catch((error: unknown) => {
      slack.failures.push({ method: kind, error: "dispatch_failed", messages: [String(error)] });
      throw error;
    });
    const durationMs = performance.now() - startedAt;
    const isLate = durationMs > ackLimitMs;
    if (isLate) {
      const messages = [`answered after ${Math.round(durationMs)} ms`];
      slack.failures.push({ method: kind, error: "operation_timeout", messages });
    }
    if (answer.status !== 200) {
      slack.failures.push({ method: kind, error: "dispatch_failed", messages: [`status ${answer.status}`] });
    }
    const json = parseObject(answer.body);
    return { ...answer, ...(json && { json }), durationMs, taken: !isLate && answer.status === 200 };
  };
}
