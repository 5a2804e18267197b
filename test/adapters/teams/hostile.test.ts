import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import type { ApprovalRequest } from "../../../src/core/request.ts";
import type { Activity } from "../../support/strict-teams/activities.ts";
import type { AppAnswer } from "../../support/strict-teams/activity-sender.ts";
import {
  dana as danaPerson,
  olga as olgaPerson,
  priya as priyaPerson,
  startWorkbench,
  type Workbench,
} from "../../support/workbench.ts";
import { hostileActivity } from "./hostile-activities.ts";
import { channel, olga, openTeamsDoor, type TeamsDoor } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/**
 * An activity of every kind that the bot takes, by somebody who may decide nothing; none of them asks for something that
 * would be done.
 */
async function samplesOf(door: TeamsDoor, request: ApprovalRequest): Promise<readonly Activity[]> {
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

/** What Teams acts on: nothing said to what is no invoke, and otherwise one of the forms that it knows. */
function isClear({ status, json = {} }: AppAnswer): boolean {
  if ([400, 401, 403].includes(status)) return typeof json.error === "string" && json.error.length > 10;
  if (status !== 200) return false;
  return Object.keys(json).length === 0 || "type" in json || "task" in json || "composeExtension" in json;
}

test("400 malformed activities of every kind meet a clear answer and change nothing", async () => {
  const door = await openTeamsDoor(bench);
  const request = await door.ask();
  const samples = await samplesOf(door, request);
  const asked = () => Promise.all([danaPerson, olgaPerson, priyaPerson].map((one) => door.listBy(one)));
  const before = await asked();
  const known = await door.conversations.find(channel);
  const statuses = new Map<number, number>();

  await fc.assert(
    fc.asyncProperty(hostileActivity(samples), async (activity) => {
      const answer = await door.teams.deliver(activity);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      expect(isClear(answer), `${answer.status} ${answer.body.slice(0, 300)}`).toBe(true);
    }),
    { numRuns: 400, endOnFailure: true },
  );

  const [after, now, events] = [
    await asked(),
    await door.find(request.id),
    await bench.auditLog.list(request.id),
  ];
  expect(after).toEqual(before);
  expect([now.status, now.decisions, now.digest]).toEqual(["pending", [], request.digest]);
  // By Olga, who is no approver: what came in whole enough to be understood.
  expect(new Set(events.slice(1).map(({ kind, actor }) => `${kind} ${actor}`))).toEqual(
    new Set([`refused ${olgaPerson.id}`]),
  );
  expect(findBrokenLink(events)).toBeUndefined();
  expect((await door.conversations.find(channel))?.isRemoved).toBe(known?.isRemoved);
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400]));
  expect(door.log.entries.filter(({ level }) => level === "error")).toEqual([]);
}, 120_000);
