import { createServer, type IncomingHttpHeaders } from "node:http";
import { type Logger, LogLevel, WebClient } from "@slack/web-api";
import { type StrictSlackOptions, startStrictSlack } from "../support/strict-slack/start-strict-slack.ts";

type Received = {
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
  readonly raw: string;
};
type Answer = {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly delayMs?: number;
};

export const botToken = "xoxb-strict";
export const signingSecret = "strict-signing-secret";

const users = [
  { id: "U0ADA00001", name: "ada", email: "Ada@example.com" },
  { id: "U0BOB00001", name: "bob", email: "bob@example.com", is_restricted: true },
  { id: "U0GONE0001", name: "gone", email: "gone@example.com", deleted: true },
  { id: "U0FAR00001", name: "far", email: "far@partner.example", is_stranger: true, team_id: "T0PARTNER1" },
] as const;

const channels = [
  { id: "C0GENERAL1", name: "general" },
  { id: "C0SECRET01", name: "secret", bot_is_member: false },
  { id: "C0SMALL001", name: "small", members: ["U0ADA00001"] },
] as const;

/** Refusals are what these tests are about, so the client need not print them. */
export const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** A strict Slack, a client of it, and an app whose answers the test decides. */
export async function startWorkplace(options: Partial<StrictSlackOptions> = {}) {
  const received: Received[] = [];
  let answer: (request: Received) => Answer | Promise<Answer> = () => ({});
  const app = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const raw = Buffer.concat(chunks).toString();
    const arrived = { headers: request.headers, form: new URLSearchParams(raw), raw };
    received.push(arrived);
    const { status = 200, json, text = "", delayMs = 0 } = await answer(arrived);
    setTimeout(() => {
      response.statusCode = status;
      response.end(json === undefined ? text : JSON.stringify(json));
    }, delayMs);
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const address = app.address() as { port: number };
  const requestUrl = `http://127.0.0.1:${address.port}/slack/events`;
  const slack = await startStrictSlack({ users, channels, signingSecret, botToken, requestUrl, ...options });
  const client = new WebClient(botToken, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
  return {
    slack,
    client,
    answerWith: (next: typeof answer) => {
      answer = next;
    },
    last: () => {
      const last = received.at(-1);
      if (!last) throw new Error("the app got nothing");
      return last;
    },
    /** The payload of the last interaction the app got. */
    lastPayload: () => JSON.parse(received.at(-1)?.form.get("payload") ?? "{}"),
    /** Runs a command and hands back its trigger_id. */
    trigger: async () => {
      await slack.command({ user: "U0ADA00001", channel: "C0GENERAL1", text: "" });
      return received.at(-1)?.form.get("trigger_id") ?? "";
    },
    stop: async () => {
      await slack.stop();
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}

export type Workplace = Awaited<ReturnType<typeof startWorkplace>>;

/** The error code and details of a call that was refused. */
export async function refusalOf(call: Promise<unknown>) {
  try {
    await call;
  } catch (error) {
    const { data } = error as { data?: { error: string; response_metadata?: { messages?: string[] } } };
    return { error: data?.error, messages: data?.response_metadata?.messages ?? [] };
  }
  throw new Error("the call was not refused");
}

export const plain = (text: string) => ({ type: "plain_text", text });
export const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
export const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));
