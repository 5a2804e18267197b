import { makeHttpsSender } from "../../../src/adapters/webhooks/https-sender.ts";
import type { WebhookAttempt, WebhookAttempts } from "../../../src/app/ports/webhook-attempts.ts";
import { type AttemptReport, makeAttemptWebhook } from "../../../src/app/webhook/attempt-webhook.ts";
import type { NewWebhook } from "../../../src/app/webhook/create-webhook.ts";
import { makeManageWebhooks } from "../../../src/app/webhook/manage-webhooks.ts";
import { makeOweWebhooks } from "../../../src/app/webhook/owe-webhooks.ts";
import { newWebhookId } from "../../../src/chance/new-webhook-id.ts";
import { newWebhookSecret } from "../../../src/chance/new-webhook-secret.ts";
import type { RequestId } from "../../../src/core/request.ts";
import { makeAuthority } from "../../support/certificates.ts";
import { accepted, type DeskOptions, openDesk } from "../../support/desk.ts";
import { type Life, mortal } from "../../support/mortal.ts";
import { type Answer, startReceiver } from "../../support/webhook-receiver.ts";
import { tenant, type Workbench } from "../../support/workbench.ts";

export const leaseSeconds = 30;
const host = "hooks.acme.example";

const authority = makeAuthority();
const certificate = authority.issue(host);

interface Waiting {
  readonly attempt: WebhookAttempt;
  readonly at: number;
}

/** A desk with real receivers, and a queue whose time passes when it is drained. No webhook of an earlier test is left. */
export async function openWebhookDesk(
  bench: Workbench,
  { allowsLoopback = false, ...options }: DeskOptions & { readonly allowsLoopback?: boolean } = {},
) {
  const desk = await openDesk(bench, options);
  const { now } = desk;
  for (const { id } of await bench.webhooks.list(tenant)) await bench.webhooks.delete(tenant, id);
  let waiting: readonly Waiting[] = [];
  const buried: unknown[] = [];
  const reports: AttemptReport[] = [];
  const attempts: WebhookAttempts = {
    send: async (attempt, delaySeconds) => {
      if (delaySeconds > 900) throw new RangeError("SQS delays no message for longer than 900 seconds");
      waiting = [...waiting, { attempt, at: now().getTime() + delaySeconds * 1000 }];
    },
    bury: async (attempt) => void buried.push(attempt),
  };
  const ports = {
    requests: desk.requests,
    auditLog: desk.auditLog,
    webhooks: bench.webhooks,
    deliveries: bench.webhookDeliveries,
    secrets: bench.secrets,
    attempts,
    sender: makeHttpsSender({
      ca: authority.ca,
      allowsLoopback: true,
      resolve: async () => [{ address: "127.0.0.1" }],
      milliseconds: 2000,
    }),
  };

  const manage = makeManageWebhooks({
    ...ports,
    ...{ now, tenant, newWebhookId, newSecret: newWebhookSecret },
    urlRules: { allowsLoopback },
  });
  const owe = makeOweWebhooks({ ...ports, now });

  /** A process that dies over so many calls of its ports, with a clock of its own where it is given one. */
  function processIn(life: Life, clock = now) {
    const live = mortal(ports, life);
    return {
      owe: makeOweWebhooks({ ...live, now: clock }),
      attempt: makeAttemptWebhook({
        ...live,
        now: clock,
        leaseSeconds,
        onAttempt: (report) => reports.push(report),
      }),
    };
  }
  const undying = processIn({ calls: Number.POSITIVE_INFINITY, end: "before" });

  return {
    ...desk,
    owe,
    ...manage,
    webhooks: bench.webhooks,
    deliveries: bench.webhookDeliveries,
    sent: ports.sender,
    processIn,
    undying,
    buried,
    reports,
    /** Seconds until each waiting message is due. */
    delays: () => waiting.map(({ at }) => Math.max(0, Math.round((at - now().getTime()) / 1000))),
    waiting: () => waiting.map(({ attempt }) => attempt),
    put: attempts.send,
    /** Takes the message that is due first, and lets the time until then pass. */
    take(): WebhookAttempt | undefined {
      const [first] = waiting.toSorted((one, other) => one.at - other.at);
      if (!first) return undefined;
      waiting = waiting.filter((one) => one !== first);
      desk.pass(Math.max(0, (first.at - now().getTime()) / 1000));
      return first.attempt;
    },
    /** Handles what waits, in its time, until nothing does or the time is over. */
    async drain({ seconds = Number.POSITIVE_INFINITY }: { readonly seconds?: number } = {}): Promise<void> {
      const end = now().getTime() + seconds * 1000;
      for (;;) {
        const due = Math.min(...waiting.map(({ at }) => at));
        const attempt = due <= end ? this.take() : undefined;
        if (attempt) await undying.attempt(attempt);
        else return Number.isFinite(end) ? desk.pass(Math.max(0, end - now().getTime()) / 1000) : undefined;
      }
    },
    /** A receiver, and a webhook that leads to it. */
    async openHook({ answer, ...more }: Partial<NewWebhook> & { readonly answer?: Answer } = {}) {
      const receiver = await startReceiver(certificate, answer);
      const url = `https://${host}:${receiver.port}/hook`;
      const asked = { for: { url }, events: [], hosts: [], by: "olga", ...more } as const;
      const created = accepted(await manage.create(asked));
      return { ...created, id: created.webhook.id, receiver, url };
    },
    /** A receiver that no webhook leads to. */
    async openAddress(answer?: Answer) {
      const receiver = await startReceiver(certificate, answer);
      return { receiver, url: `https://${host}:${receiver.port}/hook` };
    },
    /** What a delivery says of itself, in short. */
    async states(requestId: RequestId) {
      const all = await bench.webhookDeliveries.list(requestId);
      return all.map(({ sequence, state, attempts }) => [sequence, state, attempts] as const);
    },
  };
}

export type WebhookDesk = Awaited<ReturnType<typeof openWebhookDesk>>;

/** The events that a receiver was sent, in their order: their numbers and kinds. */
export function eventsOf(receiver: { readonly received: readonly { readonly body: string }[] }) {
  return receiver.received.map(({ body }) => {
    const { sequence, event } = JSON.parse(body);
    return `${sequence} ${event}`;
  });
}
