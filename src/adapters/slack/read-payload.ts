import { z } from "zod";
import { readJson } from "../../core/read-json.ts";

const identified = z.looseObject({ id: z.string().min(1) });
const interaction = { user: identified, team: identified.nullish() };
const view = z.looseObject({ id: z.string(), callback_id: z.string() });

/** What Slack sends, as far as Bolt reads it before a listener does: what is beside it passes through. */
const payloadSchema = z.union([
  z.looseObject({ type: z.literal("url_verification"), challenge: z.string() }),
  z.looseObject({ ssl_check: z.string() }),
  z.looseObject({
    command: z.string().startsWith("/"),
    text: z.string(),
    user_id: z.string().min(1),
    team_id: z.string().min(1),
    channel_id: z.string().min(1),
    trigger_id: z.string().min(1),
  }),
  z.looseObject({
    ...interaction,
    type: z.literal("block_actions"),
    actions: z.array(z.looseObject({ action_id: z.string() })).min(1),
  }),
  z.looseObject({ ...interaction, type: z.enum(["view_submission", "view_closed"]), view }),
  z.looseObject({
    ...interaction,
    type: z.literal("block_suggestion"),
    action_id: z.string(),
    value: z.string(),
  }),
  z.looseObject({
    ...interaction,
    type: z.enum(["shortcut", "message_action"]),
    callback_id: z.string(),
  }),
  z.looseObject({ type: z.literal("event_callback"), event: z.looseObject({ type: z.string() }) }),
]);

export type SlackPayload = z.infer<typeof payloadSchema>;

/** The payload of a body, a form or JSON; undefined when it is neither, or nothing that Slack sends. */
export function readPayload(contentType: string, body: string): SlackPayload | undefined {
  const [mediaType = ""] = contentType.split(";");
  try {
    const parsed = payloadSchema.safeParse(toValue(mediaType.trim().toLowerCase(), body));
    return parsed.data;
  } catch {
    return undefined;
  }
}

function toValue(mediaType: string, body: string): unknown {
  if (mediaType === "application/json") return readJson(body);
  if (mediaType !== "application/x-www-form-urlencoded") return undefined;
  const form = new URLSearchParams(body);
  const payload = form.get("payload");
  return payload === null ? Object.fromEntries(form) : readJson(payload);
}
