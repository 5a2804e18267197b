import type { Workspace } from "./workspace.ts";
import type { SlackView } from "./workspace-records.ts";

/** A view as the Web API and the interaction payloads show it. */
export function toSlackView(slack: Workspace, view: SlackView) {
  const { definition } = view;
  const modal = definition.type === "modal" ? definition : undefined;
  return {
    id: view.id,
    team_id: slack.team.id,
    type: definition.type,
    blocks: definition.blocks,
    private_metadata: definition.private_metadata ?? "",
    callback_id: definition.callback_id ?? "",
    state: { values: view.values },
    hash: view.hash,
    title: modal?.title ?? { type: "plain_text", text: "View Title", emoji: true },
    clear_on_close: modal?.clear_on_close ?? false,
    notify_on_close: modal?.notify_on_close ?? false,
    close: modal?.close ?? null,
    submit: modal?.submit ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: slack.bot.appId,
    external_id: definition.external_id ?? "",
    app_installed_team_id: slack.team.id,
    bot_id: slack.bot.id,
  };
}
