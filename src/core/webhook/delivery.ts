import type { RequestId } from "../request.ts";
import type { WebhookId } from "./webhook.ts";

/** What a receiver, or the way to it, said to one attempt. */
export type WebhookAnswer =
  | { readonly kind: "status"; readonly status: number; readonly retryAfterSeconds?: number | undefined }
  /** Nobody can say whether it arrived, or it surely did not: refused, cut off, too slow, a forbidden address. */
  | { readonly kind: "none"; readonly why: string };

export const deliveryStates = ["owed", "delivered", "given-up", "gone", "dropped"] as const;

/**
 * `given-up`: not taken for a day. `gone`: the receiver said that it wants nothing any more. `dropped`: the webhook was disabled or
 * deleted before it was sent.
 */
type DeliveryState = (typeof deliveryStates)[number];

/** One event on its way to one webhook. */
export interface WebhookDelivery {
  readonly requestId: RequestId;
  readonly webhookId: WebhookId;
  /** The event's. */
  readonly sequence: number;
  readonly tenant: string;
  /** Counts the saves; each one is conditional on the revision it was read at. 0 stands for "not saved yet". */
  readonly revision: number;
  readonly state: DeliveryState;
  /** How many have ended. */
  readonly attempts: number;
  readonly owedSince: Date;
  /** When the next attempt is due. */
  readonly nextAt: Date;
  /** The attempt that a message waits for; when it is another one than the next, that message may have been lost. */
  readonly queuedFor?: number | undefined;
  /** Set while somebody sends it, and left over when they died over it. */
  readonly claimedAt?: Date | undefined;
  /** In words. */
  readonly lastAnswer?: string | undefined;
  readonly lastAt?: Date | undefined;
}

/** Seconds from the end of an attempt to the next one; then the last of them again and again. */
const pauses = [1, 5, 15, 60, 120, 300, 600, 900, 1800, 3600] as const;

/** Those that the events after it wait for. */
const quickAttempts = 4;

export const secondsOwed = 86_400;

/** A receiver may ask for more patience than this, and does not get it. */
const mostRetryAfterSeconds = 3600;

/** A delivery that is noted for the first time, due at once. */
export function owe(
  {
    requestId,
    webhookId,
    sequence,
    tenant,
  }: Pick<WebhookDelivery, "requestId" | "webhookId" | "sequence" | "tenant">,
  now: Date,
): WebhookDelivery {
  const state = "owed" as const;
  return {
    requestId,
    webhookId,
    sequence,
    tenant,
    revision: 0,
    state,
    attempts: 0,
    owedSince: now,
    nextAt: now,
  };
}

/** From the beginning, whatever became of it before. */
export function oweAgain(delivery: WebhookDelivery, now: Date): WebhookDelivery {
  return {
    ...owe(delivery, now),
    revision: delivery.revision,
    lastAnswer: delivery.lastAnswer,
    lastAt: delivery.lastAt,
  };
}

/** What an attempt makes of a delivery. */
export function afterAttempt(delivery: WebhookDelivery, answer: WebhookAnswer, now: Date): WebhookDelivery {
  const { owedSince } = delivery;
  const attempts = delivery.attempts + 1;
  const ended = { ...delivery, attempts, claimedAt: undefined, lastAnswer: answerText(answer), lastAt: now };
  if (isTaken(answer)) return { ...ended, state: "delivered" };
  if (isGone(answer)) return { ...ended, state: "gone" };
  const end = owedSince.getTime() + secondsOwed * 1000;
  if (now.getTime() >= end) return { ...ended, state: "given-up" };
  // The last attempt comes at the end of the day, and not an hour before.
  const next = Math.min(now.getTime() + pauseAfter(attempts, answer) * 1000, end);
  return { ...ended, nextAt: new Date(next) };
}

/** Ends a delivery that is not to be sent any more, with the reason that operators read. */
export function drop(delivery: WebhookDelivery, why: string): WebhookDelivery {
  return { ...delivery, state: "dropped", claimedAt: undefined, lastAnswer: why };
}

function pauseAfter(attempts: number, answer: WebhookAnswer): number {
  const own = pauses[Math.min(attempts, pauses.length) - 1] ?? mostRetryAfterSeconds;
  const asked = answer.kind === "status" ? (answer.retryAfterSeconds ?? 0) : 0;
  return Math.max(own, Math.min(asked, mostRetryAfterSeconds));
}

/** Any answer of 200 to 299; redirects are not followed. */
export function isTaken(answer: WebhookAnswer): boolean {
  return answer.kind === "status" && answer.status >= 200 && answer.status < 300;
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-410-gone */
function isGone(answer: WebhookAnswer): boolean {
  return answer.kind === "status" && answer.status === 410;
}

/** The attempt as operators read it. */
function answerText(answer: WebhookAnswer): string {
  if (answer.kind === "none") return answer.why;
  const isRedirect = answer.status >= 300 && answer.status < 400;
  return `${answer.status}${isRedirect ? ", and redirects are not followed" : ""}`;
}

/** Whether a message for the next attempt is on its way. */
export function isQueued({ queuedFor, attempts }: WebhookDelivery): boolean {
  return queuedFor === attempts;
}

/** So long after its time an attempt that has not come is waited for no more. */
const overdueMilliseconds = 60_000;

/** Whether the events after it still wait, so that they come in their order. */
export function holdsBack({ state, attempts, nextAt }: WebhookDelivery, now: Date): boolean {
  return (
    state === "owed" && attempts < quickAttempts && now.getTime() - nextAt.getTime() < overdueMilliseconds
  );
}
