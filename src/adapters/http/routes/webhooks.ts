import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { webhookAnswerOf, webhookHealthAnswerOf } from "../../../app/webhook/webhook-answer.ts";
import { webhookEvents } from "../../../core/webhook/webhook.ts";
import { allowed, forRoles } from "../allowed.ts";
import type { ApiDependencies, ApiEnvironment } from "../api-environment.ts";
import { named, text } from "../fields.ts";
import { problems, refused } from "../problem.ts";
import { idIn, webhookHealthSchema, webhookSchema, webhookWithSecretSchema } from "../webhook-schemas.ts";

const path = "/api/v1/webhooks";
const one = `${path}/{webhook_id}`;
const params = z.object({ webhook_id: z.string() });
const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { "application/json": { schema } },
});

const newWebhookSchema = z
  .strictObject({
    /** Where events are sent: https:// and a public host. */
    url: text(2048).optional(),
    /** True for the one that signs what goes to the `webhook_url` of requests, instead of an address. */
    for_requests: z.boolean().default(false),
    /** What it is told of; everything where it is left out. */
    events: z.array(z.enum(webhookEvents)).max(webhookEvents.length).default([]),
    /** What requests may name, as hooks.acme.example or *.acme.example; every public host where it is left out. */
    hosts: z.array(named(253).toLowerCase()).max(50).default([]),
  })
  .refine(({ url, for_requests }) => (url === undefined) === for_requests, {
    message: "give a url, or for_requests: true",
    path: ["url"],
  })
  .openapi("NewWebhook");

const creating = createRoute({
  method: "post",
  path,
  summary: "Have events sent to an address; the secret is told this once",
  ...forRoles(allowed.runWebhooks),
  request: { body: { required: true, content: { "application/json": { schema: newWebhookSchema } } } },
  responses: { 201: json("The webhook and its secret.", webhookWithSecretSchema), ...problems },
});

const listing = createRoute({
  method: "get",
  path,
  summary: "All webhooks, each with what does not arrive there",
  ...forRoles(allowed.runWebhooks),
  responses: {
    200: json("All of them.", z.object({ webhooks: z.array(webhookHealthSchema) })),
    ...problems,
  },
});

const looking = createRoute({
  method: "get",
  path: one,
  summary: "One webhook, with what does not arrive there",
  ...forRoles(allowed.runWebhooks),
  request: { params },
  responses: { 200: json("The webhook.", webhookHealthSchema), ...problems },
});

const deleting = createRoute({
  method: "delete",
  path: one,
  summary: "Delete a webhook and its secrets; what is still owed to it is dropped",
  ...forRoles(allowed.runWebhooks),
  request: { params },
  responses: { 200: json("As it was.", webhookSchema), ...problems },
});

export function addWebhooks(
  app: OpenAPIHono<ApiEnvironment>,
  { useCasesOf, log }: Pick<ApiDependencies, "useCasesOf" | "log">,
): void {
  app.openapi(creating, async (c) => {
    const { tenant, person } = c.get("caller");
    const { url, events, hosts } = c.req.valid("json");
    const kind = url === undefined ? "requests" : { url };
    const made = await useCasesOf(tenant).webhooks.create({ for: kind, events, hosts, by: person.id });
    if (!made.ok) return refused(c, made.error);
    const { webhook, secret } = made.value;
    log.info({ person: person.id, webhook_id: webhook.id }, "a webhook was made");
    return c.json({ ...webhookAnswerOf(webhook), secret }, 201);
  });
  app.openapi(listing, async (c) => {
    const all = await useCasesOf(c.get("caller").tenant).webhooks.look.list();
    return c.json({ webhooks: all.map(webhookHealthAnswerOf) }, 200);
  });
  app.openapi(looking, async (c) => {
    const id = idIn(c.req.valid("param").webhook_id);
    if (!id.ok) return refused(c, id.error);
    const found = await useCasesOf(c.get("caller").tenant).webhooks.look.find(id.value);
    return found.ok ? c.json(webhookHealthAnswerOf(found.value), 200) : refused(c, found.error);
  });
  app.openapi(deleting, async (c) => {
    const { tenant, person } = c.get("caller");
    const id = idIn(c.req.valid("param").webhook_id);
    if (!id.ok) return refused(c, id.error);
    const deleted = await useCasesOf(tenant).webhooks.delete(id.value);
    if (!deleted.ok) return refused(c, deleted.error);
    log.info({ person: person.id, webhook_id: id.value }, "a webhook was deleted");
    return c.json(webhookAnswerOf(deleted.value), 200);
  });
}
