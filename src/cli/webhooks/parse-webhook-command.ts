import { z } from "zod";
import type { NewWebhook } from "../../app/webhook/create-webhook.ts";
import type { Resend } from "../../app/webhook/resend-webhook.ts";
import { durationSchema } from "../../core/policy/duration.ts";
import { requestIdSchema } from "../../core/request.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { type WebhookId, webhookEvents, webhookIdSchema } from "../../core/webhook/webhook.ts";
import type { OperatorPlace } from "../operator-options.ts";

export type WebhookCommand = { readonly kind: "webhook"; readonly place: OperatorPlace } & (
  | { readonly act: "list" }
  | { readonly act: "create"; readonly asked: Omit<NewWebhook, "by"> }
  | { readonly act: "show" | "enable" | "delete"; readonly id: WebhookId }
  | { readonly act: "rotate"; readonly id: WebhookId; readonly overlapSeconds: number | undefined }
  | { readonly act: "resend"; readonly resend: Resend }
);

const acts =
  '"webhook list", "webhook create", or show, rotate, enable, delete or resend and a webhook\'s id';

/** `0` ends the former secret at once. */
const overlapSchema = z.union([z.literal("0").transform(() => 0), durationSchema], {
  error: 'write 0, or a duration as "45m", "72h" or "3d"',
});

const optionsSchema = z.object({
  url: z.string().optional(),
  "for-requests": z.boolean().default(false),
  event: z.array(z.enum(webhookEvents, `one of ${webhookEvents.join(", ")}`)).default([]),
  host: z.array(z.string().toLowerCase()).default([]),
  overlap: overlapSchema.optional(),
  request: requestIdSchema.optional(),
  sequence: z.coerce.number().int().min(1).optional(),
});

type Options = z.output<typeof optionsSchema>;

/** What each of the acts takes, besides where it acts. */
const optionsOf: Readonly<Record<string, readonly (keyof Options)[]>> = {
  list: [],
  show: [],
  create: ["url", "for-requests", "event", "host"],
  rotate: ["overlap"],
  enable: [],
  delete: [],
  resend: ["request", "sequence"],
};

/** What is to be done with webhooks of this place, or what is wrong with the arguments, in a sentence. */
export function parseWebhookCommand(
  [act = "", ...more]: readonly string[],
  { place, values }: { readonly place: OperatorPlace; readonly values: Readonly<Record<string, unknown>> },
): Result<WebhookCommand, string> {
  const known = Object.hasOwn(optionsOf, act) ? optionsOf[act] : undefined;
  if (!known) return err(`Say ${acts}.`);
  const foreign = Object.keys(values).find((name) => !known.some((one) => one === name));
  if (foreign !== undefined) return err(`"webhook ${act}" has no --${foreign}.`);
  const parsed = optionsSchema.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err(`--${issue?.path[0]?.toString() ?? ""}: ${issue?.message ?? ""}`);
  }
  const { data } = parsed;
  const common = { kind: "webhook", place } as const;
  if (act === "list" || act === "create") {
    if (more.length > 0) return err(`"webhook ${act}" takes no ${more[0]}.`);
    if (act === "list") return ok({ ...common, act });
    const asked = parseNew(data);
    return asked.ok ? ok({ ...common, act, asked: asked.value }) : asked;
  }
  const id = webhookIdSchema.safeParse(more[0]);
  if (!id.success || more.length > 1) return err(`Say ${acts}.`);
  switch (act) {
    case "rotate":
      return ok({ ...common, act, id: id.data, overlapSeconds: data.overlap });
    case "resend": {
      const { request: requestId, sequence } = data;
      if (sequence !== undefined && !requestId) return err("--sequence is one of a --request.");
      return ok({ ...common, act, resend: { webhookId: id.data, requestId, sequence } });
    }
    case "show":
    case "enable":
    case "delete":
      return ok({ ...common, act, id: id.data });
    default:
      return err(`Say ${acts}.`);
  }
}

function parseNew({
  url,
  "for-requests": forRequests,
  event,
  host,
}: Options): Result<Omit<NewWebhook, "by">, string> {
  if ((url === undefined) !== forRequests) return err("Give a --url, or --for-requests.");
  return ok({ for: url === undefined ? "requests" : { url }, events: event, hosts: host });
}
