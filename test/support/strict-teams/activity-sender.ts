import { request } from "node:http";
import type { Activity } from "./activities.ts";
import type { Tenant } from "./tenant.ts";
import type { TokenKind, Tokens } from "./tokens.ts";

export type AppAnswer = {
  readonly status: number;
  readonly body: string;
  /** The body where it is a JSON object. */
  readonly json?: Readonly<Record<string, unknown>>;
  readonly durationMs: number;
  /** Whether Teams would act on it: a status of success, and in time. */
  readonly taken: boolean;
};

export type ActivitySender = {
  /** As Teams sends it; what Teams would call a failure of the bot is recorded. */
  readonly send: (activity: Activity) => Promise<AppAnswer>;
  /** Anything, with any token, and nothing recorded. */
  readonly deliver: (activity: unknown, token?: TokenKind) => Promise<AppAnswer>;
  /** Everything that `send` has sent, oldest first. */
  readonly sent: () => readonly Activity[];
};

type SenderOptions = {
  readonly tenant: Tenant;
  readonly tokens: Tokens;
  readonly serviceUrl: string;
  readonly botUrl: () => string;
  readonly answerLimitMs: number;
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

export function makeActivitySender(options: SenderOptions): ActivitySender {
  const { tenant, tokens, serviceUrl, botUrl, answerLimitMs } = options;
  const sent: Activity[] = [];

  const deliver: ActivitySender["deliver"] = async (activity, kind = "good") => {
    const token = await tokens.forActivity(kind, serviceUrl);
    const body = typeof activity === "string" ? activity : JSON.stringify(activity);
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const startedAt = performance.now();
    const answer = await post(botUrl(), body, headers);
    const durationMs = performance.now() - startedAt;
    const json = parseObject(answer.body);
    const isTaken = durationMs <= answerLimitMs && answer.status >= 200 && answer.status < 300;
    return { ...answer, ...(json && { json }), durationMs, taken: isTaken };
  };

  return {
    deliver,
    sent: () => sent,
    send: async (activity) => {
      sent.push(activity);
      const operation = activity.type === "invoke" ? String(activity.name) : String(activity.type);
      const fail = (error: string, message: string) =>
        void tenant.failures.push({ operation, error, messages: [message] });
      const answer = await deliver(activity).catch((error: unknown) => {
        fail("dispatch_failed", String(error));
        throw error;
      });
      if (answer.durationMs > answerLimitMs) {
        fail("operation_timeout", `answered after ${Math.round(answer.durationMs)} ms`);
      }
      if (answer.status < 200 || answer.status >= 300) fail("dispatch_failed", `status ${answer.status}`);
      return answer;
    },
  };
}
