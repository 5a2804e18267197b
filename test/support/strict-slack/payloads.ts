import { randomBytes } from "node:crypto";
import type { InteractiveElement } from "./block-elements.ts";
import { toSlackMessage } from "./message-json.ts";
import { toSlackView } from "./view-json.ts";
import { stateOf } from "./view-state.ts";
import { getUser, type Workspace } from "./workspace.ts";
import type { Ephemeral, Message, ResponseUrl, SlackView, StateValues } from "./workspace-records.ts";

const verificationToken = "strict-verification-token";

/** A place a click happened in: a message everyone sees, one only the person sees, or a view. */
export type Screen =
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "ephemeral"; readonly ephemeral: Ephemeral }
  | { readonly kind: "view"; readonly view: SlackView };

export type Clicked = {
  readonly blockId: string;
  readonly element: InteractiveElement;
  /** What the element now holds, for elements other than buttons. */
  readonly state: Readonly<Record<string, unknown>>;
};

/** A fresh trigger_id: usable once, within three seconds. */
function makeTrigger(slack: Workspace, user: string, viewId?: string): string {
  const id = `${Math.floor(slack.now())}.${slack.triggers.size}.${randomBytes(16).toString("hex")}`;
  slack.triggers.set(id, { user, at: slack.now(), used: false, ...(viewId !== undefined && { viewId }) });
  return id;
}

export function makeResponseUrl(
  slack: Workspace,
  place: Pick<ResponseUrl, "channel" | "user" | "original">,
  origin: string,
): { readonly url: string; readonly target: ResponseUrl } {
  const id = randomBytes(12).toString("hex");
  const target = { ...place, at: slack.now(), uses: 0 };
  slack.responseUrls.set(id, target);
  return { url: `${origin}/response/${id}`, target };
}

function channelOf(slack: Workspace, id: string) {
  const channel = slack.channels.get(id);
  if (!channel) throw new Error(`no channel ${id}`);
  return channel;
}

function envelope(slack: Workspace, userId: string) {
  const { id, name, team_id = slack.team.id } = getUser(slack, userId);
  return {
    user: { id, username: name, name, team_id },
    api_app_id: slack.bot.appId,
    token: verificationToken,
    team: { id: slack.team.id, domain: slack.team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function interactionForm(payload: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** The form a slash command arrives as. */
export function commandForm(
  slack: Workspace,
  sent: { readonly user: string; readonly channel: string; readonly command: string; readonly text: string },
  responseUrl: string,
): string {
  const user = getUser(slack, sent.user);
  return new URLSearchParams({
    token: verificationToken,
    team_id: user.team_id ?? slack.team.id,
    team_domain: slack.team.domain,
    channel_id: sent.channel,
    channel_name: channelOf(slack, sent.channel).name,
    user_id: user.id,
    user_name: user.name,
    command: sent.command,
    text: sent.text,
    api_app_id: slack.bot.appId,
    is_enterprise_install: "false",
    response_url: responseUrl,
    trigger_id: makeTrigger(slack, user.id),
  }).toString();
}

function toAction(slack: Workspace, { blockId, element, state }: Clicked) {
  const { type, action_id } = element;
  const button = element.type === "button" ? element : undefined;
  const own = button && { text: button.text, value: button.value, style: button.style, url: button.url };
  return { type, action_id, block_id: blockId, ...own, ...state, action_ts: slack.nextTs() };
}

function screenPart(slack: Workspace, screen: Screen, userId: string, origin: string) {
  if (screen.kind === "view") {
    const view = toSlackView(slack, screen.view);
    return { container: { type: "view", view_id: screen.view.id }, view };
  }
  const shown = screen.kind === "message" ? screen.message : screen.ephemeral;
  const { channel, ts, thread_ts } = shown;
  const place = { channel, user: userId, original: ts };
  return {
    container: {
      type: "message",
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: screen.kind === "ephemeral",
      ...(thread_ts !== undefined && { thread_ts }),
    },
    channel: { id: channel, name: channelOf(slack, channel).name },
    ...(screen.kind === "message" && { message: toSlackMessage(slack, screen.message) }),
    state: { values: stateOf(shown.blocks) },
    response_url: makeResponseUrl(slack, place, origin).url,
  };
}

export function blockActions(
  slack: Workspace,
  userId: string,
  screen: Screen,
  clicked: Clicked,
  origin: string,
) {
  const viewId = screen.kind === "view" ? screen.view.id : undefined;
  return {
    type: "block_actions",
    ...envelope(slack, userId),
    trigger_id: makeTrigger(slack, userId, viewId),
    ...screenPart(slack, screen, userId, origin),
    actions: [toAction(slack, clicked)],
  };
}

export function viewSubmission(slack: Workspace, view: SlackView, values: StateValues) {
  return {
    type: "view_submission",
    ...envelope(slack, view.user),
    trigger_id: makeTrigger(slack, view.user, view.id),
    view: { ...toSlackView(slack, view), state: { values } },
    response_urls: [],
  };
}

export function blockSuggestion(
  slack: Workspace,
  view: SlackView,
  asked: { readonly blockId: string; readonly actionId: string; readonly value: string },
) {
  return {
    type: "block_suggestion",
    ...envelope(slack, view.user),
    container: { type: "view", view_id: view.id },
    block_id: asked.blockId,
    action_id: asked.actionId,
    value: asked.value,
    view: { ...toSlackView(slack, view), state: { values: stateOf(view.definition.blocks, view.values) } },
  };
}

/** What arrives when somebody comes to a tab of the app's home; `home` is what that shows, once there is something. */
export function appHomeOpened(
  slack: Workspace,
  { user, tab }: { readonly user: string; readonly tab: "home" | "messages" },
  home: SlackView | undefined,
) {
  return {
    token: verificationToken,
    team_id: slack.team.id,
    api_app_id: slack.bot.appId,
    type: "event_callback",
    event_id: `Ev${randomBytes(5).toString("hex")}`,
    event_time: Math.floor(slack.now() / 1000),
    authorizations: [{ team_id: slack.team.id, user_id: slack.bot.userId, is_bot: true }],
    event: {
      type: "app_home_opened",
      user: getUser(slack, user).id,
      channel: "D0HOME0001",
      tab,
      event_ts: slack.nextTs(),
      ...(home && tab === "home" && { view: toSlackView(slack, home) }),
    },
  };
}
