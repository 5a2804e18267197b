import { createHash } from "node:crypto";
import type { WebhookCall, WebhookSender } from "../../../src/app/ports/webhook-sender.ts";
import type { WebhookAnswer } from "../../../src/core/webhook/delivery.ts";
import { secretPrefix } from "../../../src/core/webhook/signature.ts";
import type { WebhookEvent } from "../../../src/core/webhook/webhook.ts";
import type { Machine } from "../wire/machine.ts";

/** What a receiver does with the first attempts at each event, or at one kind of them. */
export interface Mood {
  readonly refuses: number;
  readonly only: "approved" | undefined;
  /** Whether it answers with 500, or has read it and says nothing. */
  readonly answers: "500" | "nothing";
}

export interface Receiver extends Mood {
  readonly url: string;
  readonly secret: string;
  /** When it was there first; Unix milliseconds. */
  readonly since: number;
  /** The kinds of events that it wants; everything where it is empty. */
  readonly events: readonly WebhookEvent[];
}

/** One attempt that has come to a receiver. */
export interface Arrival {
  readonly url: string;
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isTaken: boolean;
  /** Unix milliseconds. */
  readonly at: number;
}

/** The programs that are told of events, each at an address of its own. */
export function makeReceivers(clock: () => number) {
  const all: Receiver[] = [];
  const arrivals: Arrival[] = [];

  function answerOf({ refuses, only, answers }: Receiver, { event, attempts }: Attempted): WebhookAnswer {
    if (attempts >= refuses || (only !== undefined && only !== event)) return { kind: "status", status: 204 };
    return answers === "500" ? { kind: "status", status: 500 } : { kind: "none", why: "no answer in time" };
  }

  function take({ url, headers, body }: WebhookCall): WebhookAnswer {
    const receiver = all.find((one) => one.url === url);
    if (!receiver) throw new Error(`nobody is at ${url}`);
    const id = headers["webhook-id"] ?? "";
    const attempts = arrivals.filter((one) => one.url === url && one.id === id).length;
    const answer = answerOf(receiver, { event: JSON.parse(body).event, attempts });
    arrivals.push({
      url,
      id,
      headers,
      body,
      isTaken: answer.kind === "status" && answer.status < 300,
      at: clock(),
    });
    return answer;
  }

  return {
    all: all as readonly Receiver[],
    arrivals: arrivals as readonly Arrival[],
    /** A new one, which knows its secret. */
    open(mood: Mood & Pick<Receiver, "events">): Receiver {
      const number = all.length + 1;
      const key = createHash("sha256").update(`secret ${number}`).digest("base64");
      const url = `https://hooks.acme.example/${number}`;
      const receiver = { ...mood, url, secret: secretPrefix + key, since: clock() };
      all.push(receiver);
      return receiver;
    },
    /** The one that was opened last. */
    newest(): Receiver {
      const newest = all.at(-1);
      if (!newest) throw new Error("there is no receiver");
      return newest;
    },
    senderOn: (machine: Machine): WebhookSender => ({
      send: (call) => machine.call({ service: "webhook", operation: "POST" }, async () => take(call)),
    }),
  };
}

interface Attempted {
  readonly event: string;
  /** How many have come before. */
  readonly attempts: number;
}
