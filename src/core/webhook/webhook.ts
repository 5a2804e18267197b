import { z } from "zod";
import type { EventKind } from "../audit-event.ts";
import { secondsAfter } from "../timing/seconds.ts";

/** `wh-` and ten characters of Crockford's base 32, or the one that stands for the addresses that requests name. */
export const webhookIdSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^wh-(?:[0-9a-hjkmnp-tv-z]{10}|requests)$/, 'a webhook\'s id looks like "wh-0123456789"')
  .brand<"WebhookId">();

export type WebhookId = z.infer<typeof webhookIdSchema>;

/** Signs what goes to the `webhook_url` of requests; there is one at most in a tenant. */
export const requestsWebhookId: WebhookId = webhookIdSchema.parse("wh-requests");

/** What receivers are told of; the rest is the tool's own bookkeeping. The queue's filter names the same. */
export const webhookEvents = [
  "created",
  "approved",
  "rejected",
  "cancelled",
  "expired",
  "escalated",
  "scheduled",
  "drifted",
  "sent",
  "claimed",
  "resumed",
  "progressed",
  "parts-started",
  "part-ended",
  "completed",
  "failed",
  "reported-late",
] as const satisfies readonly EventKind[];

export type WebhookEvent = (typeof webhookEvents)[number];

interface WebhookSecret {
  /** Sealed: in plain it is told once, to whoever has it made. */
  readonly sealed: string;
  readonly since: Date;
  /** When it stops to count, once another one has come. */
  readonly until?: Date | undefined;
}

/** Where a tenant's events are sent, and how that is signed. */
export interface Webhook {
  readonly id: WebhookId;
  readonly tenant: string;
  /** Counts the saves; each one is conditional on the revision it was read at. 0 stands for "not saved yet". */
  readonly revision: number;
  /** Missing for the one that signs what goes to the addresses of requests. */
  readonly url?: string | undefined;
  /** What those addresses may name; every host where it is empty. */
  readonly hosts: readonly string[];
  /** What it is told of; everything where it is empty. */
  readonly events: readonly WebhookEvent[];
  /** The newest first, and two at most. */
  readonly secrets: readonly WebhookSecret[];
  readonly createdBy: string;
  readonly createdAt: Date;
  /** What happened before is not sent by itself. */
  readonly activeSince: Date;
  readonly disabled?: { readonly at: Date; readonly reason: string } | undefined;
}

/** The sealed secrets that sign at this moment, the newest first. */
export function secretsInForce({ secrets }: Pick<Webhook, "secrets">, now: Date): readonly string[] {
  return secrets.filter(({ until }) => until === undefined || now < until).map(({ sealed }) => sealed);
}

/** With a new secret beside the one so far, which counts on for the overlap; whatever was older ends at once. */
export function rotate(webhook: Webhook, sealed: string, overlapSeconds: number, now: Date): Webhook {
  const [current] = webhook.secrets;
  const until = secondsAfter(now, overlapSeconds);
  const kept = current && overlapSeconds > 0 ? [{ ...current, until }] : [];
  return { ...webhook, secrets: [{ sealed, since: now }, ...kept] };
}

/** Ends what is sent to it until somebody enables it; the first reason stays. */
export function disable(webhook: Webhook, reason: string, now: Date): Webhook {
  return webhook.disabled ? webhook : { ...webhook, disabled: { at: now, reason } };
}

/** What happens from now on is sent; what was missed meanwhile is left to a resend. */
export function enable(webhook: Webhook, now: Date): Webhook {
  return webhook.disabled ? { ...webhook, disabled: undefined, activeSince: now } : webhook;
}

/** Whether it is told of events of this kind. */
export function isTold({ events }: Pick<Webhook, "events">, kind: EventKind): kind is WebhookEvent {
  const told: readonly EventKind[] = events.length > 0 ? events : webhookEvents;
  return told.includes(kind);
}
