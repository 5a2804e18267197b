import { z } from "zod";
import { readJson } from "../../core/read-json.ts";

const identified = z.looseObject({ id: z.string().min(1) });
const id = z.string().nullish();
const thing = z.looseObject({});
/** Bolt goes by what there is: a payload of one kind has nothing that makes it one of another. */
const none = z.undefined().optional();
const noEvent = { event: none };
const interaction = {
  ...noEvent,
  command: none,
  name: none,
  user: z.looseObject({ id: z.string().min(1), team_id: id }),
  team: z.looseObject({ id: z.string().min(1), enterprise_id: id }).nullish(),
  enterprise: identified.nullish(),
  is_enterprise_install: z.boolean().optional(),
  // A press in a home has none, which is said in several ways.
  channel: z.looseObject({ id: z.string().optional() }).optional(),
  function_data: thing.optional(),
  response_url: z.string().optional(),
  response_urls: z.array(thing).optional(),
};
const otherThanClick = { ...interaction, actions: none };
const view = z.looseObject({ id: z.string(), callback_id: z.string(), app_installed_team_id: id });
/** Of events Bolt reads much that no listener of ours does; that is left out. */
const event = z.object({
  type: z.string(),
  user: z.string().optional(),
  channel: z.string().optional(),
  tab: z.string().optional(),
  view: thing.optional(),
  event_ts: z.string().optional(),
});

/** What Slack sends, as far as Bolt reads it before a listener does: what is beside it passes through. */
const payloadSchema = z.union([
  z.looseObject({ type: z.literal("url_verification"), challenge: z.string() }),
  z.looseObject({ ssl_check: z.string() }),
  z.looseObject({
    ...noEvent,
    command: z.string().startsWith("/"),
    text: z.string(),
    user_id: z.string().min(1),
    team_id: z.string().min(1),
    channel_id: z.string().min(1),
    enterprise_id: id,
    trigger_id: z.string().min(1),
    response_url: z.string().optional(),
  }),
  z.looseObject({
    ...interaction,
    type: z.literal("block_actions"),
    actions: z.array(z.looseObject({ action_id: z.string() })).min(1),
  }),
  z.looseObject({ ...otherThanClick, type: z.enum(["view_submission", "view_closed"]), view }),
  z.looseObject({
    ...otherThanClick,
    type: z.literal("block_suggestion"),
    action_id: z.string(),
    value: z.string(),
  }),
  z.looseObject({
    ...otherThanClick,
    type: z.enum(["shortcut", "message_action"]),
    callback_id: z.string(),
  }),
  z.looseObject({
    type: z.literal("event_callback"),
    event,
    team_id: id,
    enterprise_id: id,
    authorizations: z.array(z.looseObject({ team_id: id, enterprise_id: id })).optional(),
  }),
]);

export type SlackPayload = z.infer<typeof payloadSchema>;

/** The payload of a body, a form or JSON; undefined when it is neither, or nothing that Slack sends. */
export function readPayload(contentType: string, body: string): SlackPayload | undefined {
  const [mediaType = ""] = contentType.split(";");
  try {
    const parsed = payloadSchema.safeParse(withoutNulls(toValue(mediaType.trim().toLowerCase(), body)));
    return parsed.data;
  } catch {
    return undefined;
  }
}

/** What is null is not there: Bolt looks into what is. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null));
}

function toValue(mediaType: string, body: string): unknown {
  if (mediaType === "application/json") return readJson(body);
  if (mediaType !== "application/x-www-form-urlencoded") return undefined;
  const form = new URLSearchParams(body);
  const payload = form.get("payload");
  return payload === null ? Object.fromEntries(form) : readJson(payload);
}
