import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { rotate, type WebhookId } from "../../core/webhook/webhook.ts";
import type { SecretBox } from "../ports/secret-box.ts";
import type { WebhookStore } from "../ports/webhook-store.ts";
import { changeWebhook } from "./change-webhook.ts";
import type { WithSecret } from "./create-webhook.ts";
import { secretContextOf } from "./secret-context.ts";

export type RotateWebhook = (id: WebhookId, overlapSeconds?: number) => Promise<Result<WithSecret, Refusal>>;

interface Dependencies {
  readonly webhooks: WebhookStore;
  readonly secrets: SecretBox;
  readonly tenant: string;
  readonly now: () => Date;
  readonly newSecret: () => string;
}

const defaultOverlapSeconds = 86_400;
export const mostOverlapSeconds = 30 * 86_400;

/**
 * Gives a webhook a new secret, which is told this once. The one so far counts on beside it for the overlap, a day unless said
 * otherwise; with 0 it ends at once.
 */
export function makeRotateWebhook({
  webhooks,
  secrets,
  tenant,
  now,
  newSecret,
}: Dependencies): RotateWebhook {
  return async (id, overlapSeconds = defaultOverlapSeconds) => {
    if (overlapSeconds < 0 || overlapSeconds > mostOverlapSeconds) {
      const issue = { parameter: "overlap_seconds", message: `0 to ${mostOverlapSeconds}` };
      return err({ kind: "invalid-parameters", issues: [issue] });
    }
    const secret = newSecret();
    const sealed = await secrets.seal(secret, secretContextOf({ tenant, id }));
    const changed = await changeWebhook(webhooks, { tenant, id }, (webhook) =>
      rotate(webhook, sealed, overlapSeconds, now()),
    );
    return changed.ok ? ok({ webhook: changed.value, secret }) : changed;
  };
}
