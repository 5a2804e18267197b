import { isDeepStrictEqual } from "node:util";
import { type Block, interactiveElements } from "./blocks.ts";
import type { Clicked, Screen } from "./payloads.ts";
import { type Filled, stateOf, toState } from "./view-state.ts";
import { findMessage, type Workspace } from "./workspace.ts";

/** Where to click: a message or ephemeral by channel and ts, or an open view. */
export type ScreenQuery = { readonly channel: string; readonly ts: string } | { readonly viewId: string };

export function findScreen(slack: Workspace, user: string, query: ScreenQuery): Screen {
  if ("viewId" in query) {
    const view = slack.views.find((one) => one.id === query.viewId && one.user === user);
    if (!view) throw new Error(`${user} has no view ${query.viewId} open`);
    return { kind: "view", view };
  }
  const message = findMessage(slack, query.channel, query.ts);
  if (message) return { kind: "message", message };
  const ephemeral = slack.ephemerals.find(
    (one) => one.channel === query.channel && one.ts === query.ts && one.user === user,
  );
  if (!ephemeral) throw new Error(`${user} sees no message ${query.ts} in ${query.channel}`);
  return { kind: "ephemeral", ephemeral };
}

/** What a person may have before them: the current blocks, then those of a screen not yet redrawn, newest first. */
function shownBlocks(screen: Screen): readonly Block[] {
  if (screen.kind === "view") return screen.view.definition.blocks;
  if (screen.kind === "ephemeral") return screen.ephemeral.blocks;
  return [screen.message.blocks, ...screen.message.earlierBlocks.toReversed()].flat();
}

/** The element clicked on; a choice made in a view stays in that view's state. Throws where there is none. */
export function findClicked(
  slack: Workspace,
  screen: Screen,
  actionId: string,
  value: Filled | undefined,
): { readonly clicked: Clicked; readonly screen: Screen } {
  const candidates = shownBlocks(screen).flatMap((block) =>
    interactiveElements(block).map((element) => ({ blockId: block.block_id ?? "", element })),
  );
  const found = candidates.find(({ element }) => {
    if (element.action_id !== actionId) return false;
    return element.type !== "button" || value === undefined || isDeepStrictEqual(element.value, value);
  });
  if (!found) throw new Error(`nothing to click: ${actionId} ${JSON.stringify(value) ?? ""}`);
  const { blockId, element } = found;
  if (element.type === "button") return { clicked: { ...found, state: {} }, screen };
  if (element.type === "overflow") {
    const selected_option = element.options.find((option) => option.value === value);
    if (!selected_option) throw new Error(`${actionId} has no option ${JSON.stringify(value)}`);
    return { clicked: { ...found, state: { selected_option } }, screen };
  }
  const clicked = { ...found, state: toState(element, value) };
  if (screen.kind !== "view") return { clicked, screen };
  const held = stateOf(screen.view.definition.blocks, screen.view.values);
  const values = { ...held, [blockId]: { ...held[blockId], [actionId]: clicked.state } };
  const view = { ...screen.view, values };
  slack.views = slack.views.map((one) => (one.id === view.id ? view : one));
  return { clicked, screen: { kind: "view", view } };
}
