import { z } from "zod";
import { maybeJson, withIds } from "./message-content.ts";
import { parseOrRefuse } from "./parse-or-refuse.ts";
import { SlackRefusal } from "./slack-refusal.ts";
import { toSlackView } from "./view-json.ts";
import { type ViewDefinition, viewSchema } from "./views.ts";
import type { WebApiMethod } from "./web-api-method.ts";
import { getUser, makeId, type Workspace } from "./workspace.ts";
import type { SlackView, Trigger } from "./workspace-records.ts";

const triggerLifetimeMs = 3000;
const maxStackedViews = 3;
const maxViewBytes = 250_000;

const openSchema = z.object({ trigger_id: z.string().min(1), view: z.unknown() });
const publishSchema = z.object({
  user_id: z.string().min(1),
  view: z.unknown(),
  hash: z.string().optional(),
});
const updateSchema = z.object({
  view: z.unknown(),
  view_id: z.string().optional(),
  external_id: z.string().optional(),
  hash: z.string().optional(),
});

/** The view as sent, refused where it breaks a limit; its blocks and elements get their ids. */
export function parseView(raw: unknown, type: ViewDefinition["type"]): ViewDefinition {
  const view = maybeJson(raw);
  const definition = parseOrRefuse(viewSchema, view, "invalid_arguments", ["view"]);
  if (definition.type !== type) {
    throw new SlackRefusal("invalid_arguments", [
      `unsupported type: ${definition.type} [json-pointer:/view/type]`,
    ]);
  }
  if (Buffer.byteLength(JSON.stringify(definition)) > maxViewBytes) throw new SlackRefusal("view_too_large");
  return { ...definition, blocks: [...withIds(definition.blocks)] };
}

function addView(
  slack: Workspace,
  user: string,
  definition: ViewDefinition,
  below: SlackView | undefined,
): SlackView {
  const externalId = definition.external_id;
  if (externalId && slack.views.some((view) => view.definition.external_id === externalId)) {
    throw new SlackRefusal("duplicate_external_id");
  }
  const id = makeId("V");
  const view = {
    id,
    user,
    definition,
    hash: newHash(slack),
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    values: {},
    errors: {},
  };
  slack.views = [...slack.views, view];
  return view;
}

function newHash(slack: Workspace): string {
  return `${Math.floor(slack.now() / 1000)}.${makeId("h")}`;
}

/** Puts a view on top of another one of the same modal; Slack shows at most three. */
export function pushView(slack: Workspace, below: SlackView, definition: ViewDefinition): SlackView {
  const stacked = slack.views.filter(({ rootId }) => rootId === below.rootId);
  if (stacked.length >= maxStackedViews) throw new SlackRefusal("push_limit_reached");
  return addView(slack, below.user, definition, below);
}

/** Shows another definition in an open view; the values of inputs that stay are kept, as Slack keeps them. */
export function replaceView(slack: Workspace, view: SlackView, definition: ViewDefinition): SlackView {
  const kept = new Set(definition.blocks.map(({ block_id }) => block_id));
  const values = Object.fromEntries(Object.entries(view.values).filter(([blockId]) => kept.has(blockId)));
  const next = { ...view, definition, values, errors: {}, hash: newHash(slack) };
  slack.views = slack.views.map((one) => (one.id === view.id ? next : one));
  return next;
}

function takeTrigger(slack: Workspace, id: string): Trigger {
  const trigger = slack.triggers.get(id);
  if (!trigger) throw new SlackRefusal("invalid_trigger_id");
  if (trigger.used) throw new SlackRefusal("exchanged_trigger_id");
  if (slack.now() - trigger.at > triggerLifetimeMs) throw new SlackRefusal("expired_trigger_id");
  trigger.used = true;
  return trigger;
}

/** What the app has last published for somebody. */
export function findHome(slack: Workspace, user: string): SlackView | undefined {
  return slack.views.find((view) => view.user === user && view.definition.type === "home");
}

export const viewMethods: Readonly<Record<string, WebApiMethod>> = {
  "views.open": (slack, raw) => {
    const args = parseOrRefuse(openSchema, raw, "invalid_arguments");
    const definition = parseView(args.view, "modal");
    const { user } = takeTrigger(slack, args.trigger_id);
    return { view: toSlackView(slack, addView(slack, user, definition, undefined)) };
  },

  "views.push": (slack, raw) => {
    const args = parseOrRefuse(openSchema, raw, "invalid_arguments");
    const definition = parseView(args.view, "modal");
    const { viewId } = takeTrigger(slack, args.trigger_id);
    const below = slack.views.find(({ id }) => id === viewId);
    if (!below) throw new SlackRefusal("not_found");
    return { view: toSlackView(slack, pushView(slack, below, definition)) };
  },

  "views.update": (slack, raw) => {
    const args = parseOrRefuse(updateSchema, raw, "invalid_arguments");
    const view = slack.views.find(
      ({ id, definition }) =>
        id === args.view_id ||
        (args.external_id !== undefined && definition.external_id === args.external_id),
    );
    if (!view) throw new SlackRefusal("not_found");
    if (args.hash !== undefined && args.hash !== view.hash) throw new SlackRefusal("hash_conflict");
    const definition = parseView(args.view, view.definition.type);
    return { view: toSlackView(slack, replaceView(slack, view, definition)) };
  },

  "views.publish": (slack, raw) => {
    const args = parseOrRefuse(publishSchema, raw, "invalid_arguments");
    const user = getUser(slack, args.user_id).id;
    const definition = parseView(args.view, "home");
    const shown = findHome(slack, user);
    if (args.hash !== undefined && args.hash !== shown?.hash) throw new SlackRefusal("hash_conflict");
    const view = shown ? replaceView(slack, shown, definition) : addView(slack, user, definition, undefined);
    return { view: toSlackView(slack, view) };
  },
};
