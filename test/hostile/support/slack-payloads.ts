import { homeQueryText, wholeHome } from "../../../src/core/home/home-query.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import { type Door, olga, priya } from "../../adapters/slack/open-slack-door.ts";

type Payload = Readonly<Record<string, unknown>>;

/** Forms' answers as Slack carries them: a block, and its one element of the same name. */
function answersOf(entered: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(entered).map(([id, value]) => [id, { [id]: { type: "plain_text_input", value } }]),
  );
}

function envelopeOf(door: Door, user: string) {
  const team = { id: door.slack.team.id, domain: "acme" };
  return {
    user: { id: user, username: "somebody", name: "somebody", team_id: team.id },
    api_app_id: door.slack.bot.appId,
    token: "strict-verification-token",
    team,
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: "1.2.3",
  };
}

function formOf(
  door: Door,
  user: string,
  callback_id: string,
  metadata: unknown,
  entered: Readonly<Record<string, string>>,
) {
  const view = {
    id: "V0FORGED",
    team_id: door.slack.team.id,
    callback_id,
    private_metadata: JSON.stringify(metadata),
    state: { values: answersOf(entered) },
  };
  return { type: "view_submission", ...envelopeOf(door, user), view, response_urls: [] };
}

/** What Priya sends when she approves. */
export function approval(door: Door, { id, digest }: ApprovalRequest): Payload {
  return formOf(door, priya, "approve_request", { requestId: id, digest }, { comment: "fine" });
}

/**
 * Everything that Olga can send, who may decide nothing: other people stand in it everywhere but where Slack says who acts. None of it
 * asks for what would be done.
 */
export function payloadsOfOlga(
  door: Door,
  { request, place, ts }: Awaited<ReturnType<Door["ask"]>>,
): readonly Payload[] {
  const shown = { requestId: request.id, digest: request.digest };
  const home = homeQueryText(wholeHome);
  const envelope = envelopeOf(door, olga);
  const channel = { id: place, name: "db-production" };
  const container = { type: "message", message_ts: ts, channel_id: place, is_ephemeral: false };
  const form = (callbackId: string, metadata: unknown, entered: Readonly<Record<string, string>>) =>
    formOf(door, olga, callbackId, metadata, entered);
  const click = (action_id: string, value: string) => ({
    type: "block_actions",
    ...envelope,
    container,
    channel,
    message: { ts, user: priya, text: "Approve?", blocks: [] },
    actions: [{ type: "button", action_id, block_id: "b", value, user: { id: priya }, action_ts: "1.0" }],
  });
  const inHome = (action_id: string, value: string) => ({
    ...click(action_id, value),
    container: { type: "view", view_id: "V0HOME" },
    view: {
      id: "V0HOME",
      type: "home",
      hash: "1.a",
      private_metadata: "",
      state: { values: {} },
      blocks: [],
    },
  });
  const command = (text: string) => ({
    command: "/rds-request",
    text,
    user_id: olga,
    team_id: door.slack.team.id,
    channel_id: place,
    trigger_id: "1.2.3",
  });
  const choice = { operation: "create_snapshot", instanceId: "nowhere-01" };
  const lines = [
    "help",
    "list mine",
    `status ${request.id}`,
    `cancel ${request.id}`,
    `approve ${request.id}`,
    "snapshot nowhere-01 why",
    "delegate to <@U0DBPRIYA> until tomorrow",
    `object ${request.id} because no`,
    "when=night stop_instance nowhere-01 a=b",
  ];
  return [
    ...lines.map(command),
    ...["approve", "reject", "cancel", "confirm", "object", "revert", "details"].map((kind) =>
      click(`request_${kind}`, request.id),
    ),
    ...["approve", "reject", "cancel", "confirm", "object", "details"].map((kind) =>
      inHome(`home_${kind}`, request.id),
    ),
    ...["new", "refresh", "back", "next", "environment", "operation"].map((kind) =>
      inHome(`home_${kind}`, home),
    ),
    form("approve_request", shown, { comment: "fine" }),
    form("approve_request", { ...shown, home }, { comment: "fine", by: priya }),
    form("reject_request", shown, { comment: "no" }),
    form("confirm_emergency", shown, { comment: "well done" }),
    form("object_emergency", shown, { comment: "no" }),
    form("choose_operation", {}, { operation: "create_snapshot", instance: "nowhere-01" }),
    form("describe_request", choice, { justification: "why", "parameter#snapshot_id": "one" }),
    form("delegate_decisions", {}, { to: priya, until: "2026-12-01", reason: "holidays" }),
    form("of_another_app", { appId: "A0OTHER" }, { secret: "value" }),
    { type: "block_suggestion", ...envelope, block_id: "instance", action_id: "instance", value: "ord" },
    {
      type: "event_callback",
      team_id: door.slack.team.id,
      api_app_id: door.slack.bot.appId,
      event_id: "Ev1",
      event: { type: "app_home_opened", user: olga, channel: "D0HOME0001", tab: "home", event_ts: "1.0" },
    },
    { type: "shortcut", ...envelope, callback_id: "of_another_app" },
    { type: "url_verification", challenge: "challenge-1", token: "strict-verification-token" },
  ];
}
