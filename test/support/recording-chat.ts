import { NotDoneError } from "../../src/app/gateway-error.ts";
import type { Chat, MarkedPost } from "../../src/app/ports/chat.ts";
import type { MessageReference } from "../../src/app/ports/delivery-store.ts";
import type { AlarmCard } from "../../src/core/alarm/alarm.ts";
import type { Card } from "../../src/core/card.ts";

export interface ChatCall {
  readonly kind: "post" | "update" | "find";
  /** What is posted, or which message is changed. */
  readonly what: MarkedPost["post"] | MessageReference;
}

/** What becomes of a call; each can be held up before it has its effect. */
export interface Fate {
  readonly wait?: Promise<unknown> | undefined;
  /** `refused`: the chat says that it did nothing. */
  readonly fail?: "refused" | "before" | "after" | undefined;
  readonly unreachable?: string | undefined;
}

export interface Message extends MessageReference {
  readonly mark: string;
  readonly at: Date;
  readonly kind: MarkedPost["post"]["kind"];
  readonly text: string;
  /** The message that a line stands under. */
  readonly thread?: string | undefined;
  card?: Card | undefined;
  alarm?: AlarmCard | undefined;
}

/** A chat that keeps what it is told, and does as each call's fate says; a card that is `delete`d is gone for it. */
export class RecordingChat implements Chat {
  readonly messages: Message[] = [];
  readonly calls: ChatCall[] = [];
  fateOf: (call: ChatCall) => Fate = () => ({});
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  get cards(): readonly Message[] {
    return this.messages.filter(({ kind }) => kind === "card");
  }

  get lines(): readonly string[] {
    return this.messages.filter(({ kind }) => kind === "thread-line").map(({ text }) => text);
  }

  get notices(): readonly Message[] {
    return this.messages.filter(({ kind }) => kind === "notice");
  }

  countOf(kind: ChatCall["kind"]): number {
    return this.calls.filter((call) => call.kind === kind).length;
  }

  delete({ message }: MessageReference): void {
    const index = this.messages.findIndex((other) => other.message === message);
    this.messages.splice(index, 1);
  }

  post: Chat["post"] = async ({ mark, post }) => {
    const { unreachable, done } = await this.#meet({ kind: "post", what: post });
    if (unreachable !== undefined) return { kind: "unreachable", reason: unreachable };
    const reference = { channel: channelOf(post), message: `message-${this.calls.length}-${mark}` };
    this.messages.push({
      ...reference,
      mark,
      at: this.#now(),
      kind: post.kind,
      text: textOf(post),
      thread: post.kind === "thread-line" ? post.thread.message : undefined,
      card: post.kind === "card" ? post.card : undefined,
      alarm: post.kind === "alarm" ? post.alarm : undefined,
    });
    return done({ kind: "posted", reference });
  };

  update: Chat["update"] = async (reference, shown) => {
    const { done } = await this.#meet({ kind: "update", what: reference });
    const message = this.messages.find((other) => other.message === reference.message);
    if (!message) return "gone";
    if (shown.kind === "card") message.card = shown.card;
    else message.alarm = shown.alarm;
    return done("updated");
  };

  findPosted: Chat["findPosted"] = async ({ mark, post }, since) => {
    const { done } = await this.#meet({ kind: "find", what: post });
    const found = this.messages.find((message) => message.mark === mark && message.at >= since);
    return done(found && { channel: found.channel, message: found.message });
  };

  async #meet(call: ChatCall) {
    this.calls.push(call);
    const { wait, fail, unreachable } = this.fateOf(call);
    await wait;
    if (fail === "refused") throw new NotDoneError("the chat takes no more for now");
    if (fail === "before") throw new Error("the chat did not hear it");
    const done = <Answer>(answer: Answer): Answer => {
      if (fail === "after") throw new Error("the chat's answer was lost");
      return answer;
    };
    return { unreachable, done };
  }
}

function textOf(post: MarkedPost["post"]): string {
  switch (post.kind) {
    case "card":
      return post.card.title;
    case "alarm":
      return post.alarm.title;
    case "thread-line":
    case "notice":
      return post.line.text;
  }
}

function channelOf(post: MarkedPost["post"]): string {
  switch (post.kind) {
    case "card":
    case "alarm":
      return post.channel;
    case "thread-line":
      return post.thread.channel;
    case "notice":
      return post.to;
  }
}
