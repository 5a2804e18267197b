import type { ApprovalRequest } from "../../../src/core/request.ts";
import { olga, priya, type TeamsDoor } from "../../adapters/teams/open-teams-door.ts";
import type { Activity } from "../../support/strict-teams/activities.ts";

/**
 * An activity of every kind that the bot takes, by somebody who may decide nothing; none of them asks for something that
 * would be done.
 */
export async function activitiesOfOlga(
  door: TeamsDoor,
  request: ApprovalRequest,
): Promise<readonly Activity[]> {
  await door.say("help", olga);
  const said = door.teams.sent().at(-1) ?? {};
  const { text: _text, textFormat: _format, attachments: _attachments, entities: _entities, ...base } = said;
  const invoke = (name: string, value: object) => ({ ...base, type: "invoke", name, value, replyToId: "1" });
  const answers = { approve_comment: "", reject_reason: "no", object_reason: "no", not_before: "2126-01-01" };
  const data = { request_id: request.id, digest: request.digest, ...answers };
  const press = (verb: string) =>
    invoke("adaptiveCard/action", { action: { verb, data }, trigger: "manual" });
  const choice = { operation: "create_snapshot", instanceId: "nowhere-01" };
  const forms = [
    { form: { step: "choose" }, operation: "create_snapshot", instance: "prod-orders-01" },
    { form: { step: "describe", form_id: "one", choice }, justification: "why" },
    { form: { step: "delegate" }, delegate_to: "priya.nair@acme.example", delegate_until: "2026-12-01" },
  ];
  const bot = { id: door.teams.bot.id };
  return [
    said,
    { ...said, text: "<at>Countersign</at> snapshot prod-orders-01" },
    { ...said, text: `<at>Countersign</at> status ${request.id}` },
    { ...said, text: `<at>Countersign</at> cancel ${request.id}` },
    { ...said, text: `<at>Countersign</at> object ${request.id} because why` },
    { ...said, text: "<at>Countersign</at> delegate to <at>Countersign</at> until tomorrow" },
    { ...base, type: "message", value: { verb: "request_approve", ...data }, replyToId: "1" },
    ...["approve", "reject", "cancel", "confirm", "object", "revert", "view"].map((verb) =>
      press(`request_${verb}`),
    ),
    invoke("task/fetch", { data: { form: "open" }, context: { theme: "default" } }),
    invoke("task/fetch", { data: { form: "delegate" }, context: { theme: "default" } }),
    ...forms.map((form) => invoke("task/submit", { data: form, context: { theme: "default" } })),
    invoke("composeExtension/fetchTask", { commandId: "askForChange", commandContext: "compose" }),
    invoke("composeExtension/submitAction", { commandId: "askForChange", data: forms[0] }),
    invoke("composeExtension/query", {
      commandId: "findRequest",
      parameters: [{ name: "text", value: "orders" }],
    }),
    invoke("application/search", {
      queryText: "ord",
      queryOptions: { skip: 0, top: 15 },
      dataset: "instances",
    }),
    { ...base, type: "installationUpdate", action: "add" },
    { ...base, type: "conversationUpdate", membersAdded: [bot, { id: olga }] },
    { ...base, type: "messageReaction", reactionsAdded: [{ type: "like" }] },
  ];
}

/** What Priya sends when she approves. */
export async function approvalByPriya(door: TeamsDoor, request: ApprovalRequest): Promise<Activity> {
  await door.say("help", priya);
  const {
    text: _text,
    textFormat: _format,
    attachments: _attachments,
    entities: _entities,
    ...base
  } = door.teams.sent().at(-1) ?? {};
  const data = { request_id: request.id, digest: request.digest, approve_comment: "fine" };
  const action = { verb: "request_approve", data };
  return {
    ...base,
    type: "invoke",
    name: "adaptiveCard/action",
    value: { action, trigger: "manual" },
    replyToId: "1",
  };
}
