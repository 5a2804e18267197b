import { createHash } from "node:crypto";
import type { RenderedMail } from "../../../src/app/ports/mail-transport.ts";
import type { MailOutcome } from "../../../src/app/ports/mailer.ts";
import type { RequestId } from "../../../src/core/request.ts";
import type { WireCall } from "../wire/machine.ts";
import { makeTurnstile } from "../wire/turnstile.ts";
import type { WrittenItem } from "../wire/written-items.ts";
import { makeSlackOfWorld, makeTeamsOfWorld } from "./chats.ts";
import { makeDatabases } from "./databases.ts";
import { beganAt, delegationsKey } from "./model-policy.ts";
import { makePremises } from "./premises.ts";
import { type Filters, makeQueues } from "./queues.ts";
import { makeReceivers } from "./receivers.ts";
import { makeWorkflows } from "./workflows.ts";

/** Of a process. */
export const death = "a process died";

interface Told {
  readonly id: RequestId;
  readonly by: string;
  readonly decision: "approve" | "reject";
}

export type Surroundings = ReturnType<typeof makeSurroundings>;

/** What the functions of one world find around them: a clock, chats, databases, mails, queues and all others, with nothing in them yet. */
export function makeSurroundings(filters: Filters) {
  let clock = beganAt;
  let tokens = 0;
  let nonces = 0;
  let writes = 0;
  let isAnybodyAway = false;
  let committed: readonly WrittenItem[] = [];
  const milliseconds = () => clock;
  const troubles: string[] = [];
  const calls: WireCall[] = [];
  const mails: RenderedMail[] = [];
  const told: Told[] = [];
  const happened = new Map<string, number>();

  return {
    now: () => new Date(clock),
    log: {
      info: () => {},
      warn: () => {},
      error: (fields: object, message: string) => void troubles.push(`${message} ${textOf(fields)}`),
    },
    slack: { workspace: makeSlackOfWorld(milliseconds) },
    teams: { tenant: makeTeamsOfWorld(milliseconds) },
    /** Decisions that people were told have counted. */
    told: told as readonly Told[],
    noteTold: (one: Told) => void told.push(one),
    mails: mails as readonly RenderedMail[],
    turnstile: makeTurnstile(),
    databases: makeDatabases(milliseconds),
    queues: makeQueues(milliseconds, filters),
    premises: makePremises(milliseconds),
    workflows: makeWorkflows(milliseconds),
    receivers: makeReceivers(milliseconds),
    /** What the functions complained of. */
    troubles: troubles as readonly string[],
    calls: calls as readonly WireCall[],
    /** How often anything was written into a table. */
    writes: () => writes,

    newToken(): string {
      tokens += 1;
      return createHash("sha256").update(`token ${tokens}`).digest("base64url");
    },
    newNonce(): string {
      nonces += 1;
      return nonces.toString(16).padStart(32, "0");
    },
    /** How often what has happened that not every sequence comes to. */
    happened: happened as ReadonlyMap<string, number>,
    noteHappening: (what: string): void => void happened.set(what, (happened.get(what) ?? 0) + 1),
    deaths: () => happened.get(death) ?? 0,
    noteCall: (call: WireCall) => void calls.push(call),
    noteWrite(): void {
      writes += 1;
    },
    noteCommitted(items: readonly WrittenItem[]): void {
      committed = [...committed, ...items];
      isAnybodyAway ||= items.some(({ item }) => item.request_id?.S === delegationsKey);
    },
    hasAnybodyDelegated: () => isAnybodyAway,
    /** What transactions have put since the last time, in their order. */
    takeCommitted(): readonly WrittenItem[] {
      const items = committed;
      committed = [];
      return items;
    },
    noteFailure: ({ error }: { readonly error: unknown }) => void troubles.push(textOf({ err: error })),
    mailed(mail: RenderedMail): MailOutcome {
      mails.push(mail);
      return { kind: "sent", messageId: `mail-${mails.length}` };
    },
    pass(seconds: number): void {
      clock += seconds * 1000;
    },
    passUntil(moment: number): void {
      clock = Math.max(clock, moment);
    },
  };
}

/** Stands for what no step of the model comes to. */
export function neverAsked(what: string): never {
  const complain = () => {
    throw new Error(`nobody asks for ${what} here`);
  };
  return new Proxy(complain, { get: complain }) as never;
}

function textOf(fields: object): string {
  return Object.values(fields)
    .map((value) => (value instanceof Error ? (value.stack ?? value.message) : JSON.stringify(value)))
    .join(" ");
}
