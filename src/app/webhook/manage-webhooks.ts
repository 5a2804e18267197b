import { type CheckWebhookUrl, makeCheckWebhookUrl } from "./check-webhook-url.ts";
import { type CreateWebhook, makeCreateWebhook } from "./create-webhook.ts";
import { type DeleteWebhook, makeDeleteWebhook } from "./delete-webhook.ts";
import { type EnableWebhook, makeEnableWebhook } from "./enable-webhook.ts";
import { type LookAtWebhooks, makeLookAtWebhooks } from "./look-at-webhooks.ts";
import { makeResendWebhook, type ResendWebhook } from "./resend-webhook.ts";
import { makeRotateWebhook, type RotateWebhook } from "./rotate-webhook.ts";

/** All that operators do with the webhooks of one tenant. */
export interface ManageWebhooks {
  readonly create: CreateWebhook;
  readonly rotate: RotateWebhook;
  readonly enable: EnableWebhook;
  readonly delete: DeleteWebhook;
  readonly look: LookAtWebhooks;
  readonly resend: ResendWebhook;
  readonly checkUrl: CheckWebhookUrl;
}

type Dependencies = Parameters<typeof makeCreateWebhook>[0] &
  Parameters<typeof makeResendWebhook>[0] &
  Parameters<typeof makeLookAtWebhooks>[0];

export function makeManageWebhooks(deps: Dependencies): ManageWebhooks {
  return {
    create: makeCreateWebhook(deps),
    rotate: makeRotateWebhook(deps),
    enable: makeEnableWebhook(deps),
    delete: makeDeleteWebhook(deps),
    look: makeLookAtWebhooks(deps),
    resend: makeResendWebhook(deps),
    checkUrl: makeCheckWebhookUrl(deps),
  };
}
