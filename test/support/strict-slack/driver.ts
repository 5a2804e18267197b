import { applyCommandAnswer, applySubmissionAnswer, parseSuggestions } from "./app-answers.ts";
import { interactiveElements } from "./blocks.ts";
import { findClicked, findScreen, type ScreenQuery } from "./clickable.ts";
import {
  appHomeOpened,
  blockActions,
  blockSuggestion,
  commandForm,
  interactionForm,
  makeResponseUrl,
  viewSubmission,
} from "./payloads.ts";
import type { AppAnswer, RequestSender } from "./request-sender.ts";
import { assertSubmittable } from "./submittable.ts";
import { findHome } from "./view-methods.ts";
import { type Filled, type FilledValues, fillIn, type Option } from "./view-state.ts";
import { getUser, type Workspace } from "./workspace.ts";
import type { SlackView } from "./workspace-records.ts";

type CommandSent = {
  readonly user: string;
  readonly channel: string;
  /** `/rds-request` where not given. */
  readonly command?: string;
  readonly text: string;
};

type Click = ScreenQuery & {
  readonly user: string;
  readonly actionId: string;
  /** Which of several buttons with this action, or what is chosen in a menu or input. */
  readonly value?: Filled;
};

type Submission = {
  readonly user: string;
  readonly viewId?: string;
  readonly callbackId?: string;
  readonly values: FilledValues;
};

type Suggestion = {
  readonly user: string;
  readonly actionId: string;
  readonly blockId: string;
  readonly value: string;
  readonly viewId?: string;
};

type Visit = {
  readonly user: string;
  /** `home` where not given. */
  readonly tab?: "home" | "messages";
  /** The home as it was at the visit: for a copy of the event, or one that was long on its way. */
  readonly shown?: SlackView | undefined;
};

export type Driver = {
  readonly command: (sent: CommandSent) => Promise<AppAnswer>;
  readonly click: (click: Click) => Promise<AppAnswer>;
  readonly submitView: (submission: Submission) => Promise<AppAnswer>;
  /** Comes to the app's home. */
  readonly visit: (visit: Visit) => Promise<AppAnswer>;
  readonly suggest: (suggestion: Suggestion) => Promise<AppAnswer>;
};

const defaultMinQueryLength = 3;

function topView(slack: Workspace, user: string, matches: (view: SlackView) => boolean): SlackView {
  const view = slack.views.findLast((one) => one.user === user && matches(one));
  if (!view) throw new Error(`${user} has no such view open`);
  if (slack.views.some(({ previousId }) => previousId === view.id)) {
    throw new Error(`another view is on top of ${view.id}`);
  }
  return view;
}

function assertMayAsk(view: SlackView, { blockId, actionId, value }: Suggestion): void {
  const block = view.definition.blocks.find(({ block_id }) => block_id === blockId);
  const element = block && interactiveElements(block).find(({ action_id }) => action_id === actionId);
  if (element?.type !== "external_select" && element?.type !== "multi_external_select") {
    throw new Error(`the view has no external select ${blockId} ${actionId}`);
  }
  const least = element.min_query_length ?? defaultMinQueryLength;
  if (value.length < least) throw new Error(`Slack asks for suggestions from ${least} characters on`);
}

/** What people do in Slack, sent to the app as Slack sends it; the app's answer takes effect in the workspace. */
export function makeDriver(slack: Workspace, send: RequestSender, origin: string): Driver {
  const suggested = new Map<string, readonly Option[]>();
  return {
    command: async ({ user, channel, command = "/rds-request", text }) => {
      getUser(slack, user);
      const { url, target } = makeResponseUrl(slack, { channel, user }, origin);
      const answer = await send("command", commandForm(slack, { user, channel, command, text }, url));
      if (answer.taken) applyCommandAnswer(slack, target, answer);
      return answer;
    },

    click: async ({ user, actionId, value, ...query }) => {
      const screen = findScreen(slack, user, query);
      const { clicked, screen: now } = findClicked(slack, screen, actionId, value);
      return send("block_actions", interactionForm(blockActions(slack, user, now, clicked, origin)));
    },

    submitView: async ({ user, viewId, callbackId, values }) => {
      const view = topView(
        slack,
        user,
        ({ id, definition }) => id === viewId || (!viewId && definition.callback_id === callbackId),
      );
      const state = fillIn(view, values, (actionId) => suggested.get(`${view.id} ${actionId}`) ?? []);
      assertSubmittable(view, state);
      slack.views = slack.views.map((one) => (one.id === view.id ? { ...one, values: state } : one));
      const answer = await send("view_submission", interactionForm(viewSubmission(slack, view, state)));
      if (answer.taken) applySubmissionAnswer(slack, view.id, answer);
      return answer;
    },

    visit: async ({ user, tab = "home", ...visit }) => {
      const shown = "shown" in visit ? visit.shown : findHome(slack, user);
      return send("event_callback", JSON.stringify(appHomeOpened(slack, { user, tab }, shown)));
    },

    suggest: async (suggestion) => {
      const { user, viewId, actionId, blockId } = suggestion;
      const view = topView(slack, user, ({ id, definition }) =>
        viewId ? id === viewId : definition.blocks.some(({ block_id }) => block_id === blockId),
      );
      assertMayAsk(view, suggestion);
      const answer = await send(
        "block_suggestion",
        interactionForm(blockSuggestion(slack, view, suggestion)),
      );
      if (answer.taken) suggested.set(`${view.id} ${actionId}`, parseSuggestions(slack, answer));
      return answer;
    },
  };
}
