import type { ParameterIssue, Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import {
  requestsWebhookId,
  type Webhook,
  type WebhookEvent,
  type WebhookId,
} from "../../core/webhook/webhook.ts";
import { parseWebhookUrl, type UrlRules } from "../../core/webhook/webhook-url.ts";
import type { SecretBox } from "../ports/secret-box.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";
import { secretContextOf } from "./secret-context.ts";

export interface NewWebhook {
  /** Where events are sent; or it signs what goes to the `webhook_url` of requests. */
  readonly for: { readonly url: string } | "requests";
  /** What it is told of; everything where it is empty. */
  readonly events: readonly WebhookEvent[];
  /** What requests may name, `hooks.acme.example` or `*.acme.example`; every public host where it is empty. */
  readonly hosts: readonly string[];
  readonly by: string;
}

/** A webhook with its secret in plain, which is told this once. */
export interface WithSecret {
  readonly webhook: Webhook;
  readonly secret: string;
}

export type CreateWebhook = (asked: NewWebhook) => Promise<Result<WithSecret, Refusal>>;

interface Dependencies {
  readonly webhooks: WebhookStore;
  readonly secrets: SecretBox;
  readonly tenant: string;
  readonly now: () => Date;
  readonly newWebhookId: () => WebhookId;
  readonly newSecret: () => string;
  readonly urlRules: UrlRules;
}

/** Each event costs a delivery for each of them. */
const mostWebhooks = 20;

/** Makes a webhook and its secret. Refused with an address that nothing may be sent to, and where there are too many. */
export function makeCreateWebhook(deps: Dependencies): CreateWebhook {
  const { webhooks, secrets, tenant, now, newWebhookId, newSecret, urlRules } = deps;
  return async (asked) => {
    const issues = issuesOf(asked, urlRules);
    if (issues.length > 0) return err({ kind: "invalid-parameters", issues });
    const registered = await webhooks.list(tenant);
    if (registered.length >= mostWebhooks) return err({ kind: "too-many-webhooks", limit: mostWebhooks });
    const id = asked.for === "requests" ? requestsWebhookId : newWebhookId();
    const secret = newSecret();
    const at = now();
    const saved = await webhooks.save({
      id,
      tenant,
      revision: 0,
      url: asked.for === "requests" ? undefined : asked.for.url,
      hosts: asked.hosts,
      events: asked.events,
      secrets: [{ sealed: await secrets.seal(secret, secretContextOf({ tenant, id })), since: at }],
      createdBy: asked.by,
      createdAt: at,
      activeSince: at,
    });
    return saved ? ok({ webhook: saved, secret }) : err({ kind: "webhook-exists", webhookId: id });
  };
}

function issuesOf(asked: NewWebhook, rules: UrlRules): readonly ParameterIssue[] {
  const issues: ParameterIssue[] = [];
  if (asked.for !== "requests") {
    const url = parseWebhookUrl(asked.for.url, rules);
    if (!url.ok) issues.push({ parameter: "url", message: url.error });
    if (asked.hosts.length > 0) issues.push({ parameter: "hosts", message: "only of the one for requests" });
  }
  const wrong = asked.hosts.find((host) => !/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host));
  if (wrong !== undefined) {
    issues.push({ parameter: "hosts", message: "write them as hooks.acme.example or *.acme.example" });
  }
  return issues;
}
