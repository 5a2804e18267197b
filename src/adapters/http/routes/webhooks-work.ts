import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { mostOverlapSeconds } from "../../../app/webhook/rotate-webhook.ts";
import { webhookAnswerOf } from "../../../app/webhook/webhook-answer.ts";
import { requestIdSchema } from "../../../core/request.ts";
import { allowed, forRoles } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { named } from "../fields.ts";
import { problems, refused } from "../problem.ts";
import { idIn, webhookSchema, webhookWithSecretSchema } from "../webhook-schemas.ts";

const path = "/api/v1/webhooks/{webhook_id}";
const params = z.object({ webhook_id: z.string() });

const rotating = createRoute({
  method: "post",
  path: `${path}/rotate`,
  summary: "Give a webhook a new secret, told this once; the one before signs on beside it for a while",
  ...forRoles(allowed.runWebhooks),
  request: {
    params,
    body: {
      content: {
        "application/json": {
          schema: z
            .strictObject({
              /** How long both sign: a day where it is left out, and 0 to end the one before at once. */
              overlap_seconds: z.int().min(0).max(mostOverlapSeconds).optional(),
            })
            .openapi("WebhookRotation"),
        },
      },
    },
  },
  responses: {
    200: {
      description: "The webhook and its new secret.",
      content: { "application/json": { schema: webhookWithSecretSchema } },
    },
    ...problems,
  },
});

const enabling = createRoute({
  method: "post",
  path: `${path}/enable`,
  summary: "Have a webhook that was disabled told of events again, from now on",
  ...forRoles(allowed.runWebhooks),
  request: { params },
  responses: {
    200: { description: "The webhook.", content: { "application/json": { schema: webhookSchema } } },
    ...problems,
  },
});

const resending = createRoute({
  method: "post",
  path: `${path}/resend`,
  summary: "Send again what was not taken, of one request or of all; or one event in any case",
  ...forRoles(allowed.runWebhooks),
  request: {
    params,
    body: {
      content: {
        "application/json": {
          schema: z
            .strictObject({ request_id: named().optional(), sequence: z.int().min(1).optional() })
            .refine(({ request_id, sequence }) => sequence === undefined || request_id !== undefined, {
              message: "of which request? give its request_id, too",
              path: ["sequence"],
            })
            .openapi("WebhookResend"),
        },
      },
    },
  },
  responses: {
    202: {
      description: "How many events are sent again; with 100, ask once more for the rest.",
      content: { "application/json": { schema: z.object({ resent: z.int() }) } },
    },
    ...problems,
  },
});

export function addWebhookWork(
  app: OpenAPIHono<ApiEnvironment>,
  { useCasesOf, log }: Pick<ApiDependencies, "useCasesOf" | "log">,
): void {
  app.openapi(rotating, async (c) => {
    const id = idIn(c.req.valid("param").webhook_id);
    if (!id.ok) return refused(c, id.error);
    const { overlap_seconds: overlap } = c.req.valid("json");
    const rotated = await useCasesOf(c.get("caller").tenant).webhooks.rotate(id.value, overlap);
    if (!rotated.ok) return refused(c, rotated.error);
    const { webhook, secret } = rotated.value;
    log.info({ person: c.get("person").id, webhook_id: webhook.id }, "a webhook's secret was rotated");
    return c.json({ ...webhookAnswerOf(webhook), secret }, 200);
  });
  app.openapi(enabling, async (c) => {
    const id = idIn(c.req.valid("param").webhook_id);
    if (!id.ok) return refused(c, id.error);
    const enabled = await useCasesOf(c.get("caller").tenant).webhooks.enable(id.value);
    if (!enabled.ok) return refused(c, enabled.error);
    log.info({ person: c.get("person").id, webhook_id: id.value }, "a webhook was enabled");
    return c.json(webhookAnswerOf(enabled.value), 200);
  });
  app.openapi(resending, async (c) => {
    const id = idIn(c.req.valid("param").webhook_id);
    if (!id.ok) return refused(c, id.error);
    const { request_id, sequence } = c.req.valid("json");
    const requestId = request_id === undefined ? undefined : requestIdSchema.safeParse(request_id).data;
    if (request_id !== undefined && !requestId) {
      return refused(c, { kind: "unknown-request", requestId: request_id });
    }
    const { webhooks } = useCasesOf(c.get("caller").tenant);
    const resent = await webhooks.resend({ webhookId: id.value, requestId, sequence });
    if (!resent.ok) return refused(c, resent.error);
    log.info(
      { person: c.get("person").id, webhook_id: id.value, count: resent.value },
      "events are sent again",
    );
    return c.json({ resent: resent.value }, 202);
  });
}
