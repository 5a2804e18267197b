import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import { acmeTeamsPeople } from "../../support/strict-teams/acme-teams.ts";
import { textOf } from "../../support/strict-teams/text-of.ts";
import { priya as priyaInSlack, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { dana, lena, olga, openTeamsDoor, priya, productionChannel } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

function titlesOf(card: {
  readonly actions?: readonly { readonly title?: string | undefined }[] | undefined;
}) {
  return (card.actions ?? []).map(({ title }) => title);
}

test("each sees of the card what they may do: approvers decide, the requester cancels, others read", async () => {
  const door = await openTeamsDoor(bench);
  const request = await door.ask();
  const message = door.cardOf(request.id);

  const [forPriya, forDana, forOlga] = [
    await door.teams.look(priya, message),
    await door.teams.look(dana, message),
    await door.teams.look(olga, message),
  ];

  expect(titlesOf(forPriya)).toEqual(["Approve", "Reject", "Refresh"]);
  expect(titlesOf(forDana)).toEqual(["Cancel request", "Refresh"]);
  expect(titlesOf(forOlga)).toEqual(["Refresh", "What can I do here?"]);
  expect(textOf({ card: forOlga })).toContain("Waiting for approval · 0 of 2");
  expect(door.teams.failures()).toEqual([]);
});

test("two approvers decide in the card, which then says so to all and runs", async () => {
  const door = await openTeamsDoor(bench);
  const request = await door.ask();

  await door.teams.press({
    user: priya,
    message: door.cardOf(request.id),
    action: "request_approve",
    inputs: { approve_comment: "Fine by *me*." },
  });
  await door.announce(request.id);
  const half = door.cardOf(request.id);
  await door.teams.press({ user: lena, message: half, action: "request_approve" });
  await door.announce(request.id);

  expect(textOf(half)).toContain("Waiting for approval · 1 of 2");
  expect(textOf(half)).toContain("“Fine by *me*.”");
  const { status, decisions } = await door.find(request.id);
  expect(status).toBe("approved");
  expect(decisions.map(({ by, surface }) => [by.id, surface])).toEqual([
    [acmeTeamsPeople.priya.email, "teams"],
    [acmeTeamsPeople.lena.email, "teams"],
  ]);
  expect(door.teams.messages(productionChannel).filter(({ card }) => card)).toHaveLength(1);
  expect(door.teams.failures()).toEqual([]);
});

test("a press answers with the view of the one who pressed, and its refusal is seen by nobody else", async () => {
  const door = await openTeamsDoor(bench);
  const request = await door.ask();
  const message = door.cardOf(request.id);
  const early = await door.teams.look(priya, message);
  const approve = { message, card: early, action: "request_approve" } as const;

  await door.teams.press({ ...approve, user: priya });
  const approved = await door.teams.look(priya, message);
  await door.teams.press({ ...approve, user: priya });
  await door.teams.press({ ...approve, user: olga });
  await door.teams.press({ ...approve, user: dana });

  expect(textOf({ card: approved })).toContain("You have approved this.");
  expect(titlesOf(approved)).toEqual(["Refresh"]);
  expect(textOf({ card: await door.teams.look(priya, message) })).toContain("Each person counts once.");
  expect(textOf({ card: await door.teams.look(olga, message) })).toContain("Only members of dba-leads");
  expect(textOf({ card: await door.teams.look(dana, message) })).toContain("You asked for this yourself");
  expect(textOf(door.cardOf(request.id))).not.toContain("counts once");
  expect((await door.find(request.id)).decisions).toHaveLength(1);
  expect(await door.eventKinds(request.id)).toEqual(["created", "approved", "refused", "refused"]);
});

test("who approved in another chat counts once", async () => {
  const door = await openTeamsDoor(bench);
  const request = await door.ask();
  accepted(await makeDecideRequest(door.changer)(request.id, decisionOf(request, { by: priyaInSlack })));

  const message = door.cardOf(request.id);
  const shared = await door.teams.look(olga, message);
  await door.teams.press({ user: priya, message, card: shared, action: "request_view" });

  expect(titlesOf(await door.teams.look(priya, message))).toEqual(["Refresh"]);
  expect((await door.find(request.id)).decisions).toHaveLength(1);
});

test("a rejection says why, and ends it for all", async () => {
  const door = await openTeamsDoor(bench);
  const request = await door.ask();

  await door.teams.press({
    user: lena,
    message: door.cardOf(request.id),
    action: "request_reject",
    inputs: { reject_reason: "Not during the sale." },
  });
  await door.announce(request.id);

  expect(await door.find(request.id)).toMatchObject({ status: "rejected" });
  expect(textOf(door.cardOf(request.id))).toContain("Rejected by Lena Fischer");
});

test("the requester takes it back, once asked whether that is meant", async () => {
  const door = await openTeamsDoor(bench);
  const request = await door.ask();

  await door.teams.press({ user: dana, message: door.cardOf(request.id), action: "request_cancel" });

  expect(await door.find(request.id)).toMatchObject({ status: "cancelled" });
});

test("an older client's press comes as a message, and is answered in person", async () => {
  const door = await openTeamsDoor(bench);
  await door.teams.install(priya, priya);
  const request = await door.ask();
  const message = door.cardOf(request.id);
  const { digest } = request;

  const answer = await door.teams.send({
    ...door.teams.sent().find(({ type }) => type === "conversationUpdate"),
    type: "message",
    id: "old-client",
    membersAdded: undefined,
    from: { id: priya, aadObjectId: acmeTeamsPeople.priya.aadObjectId },
    conversation: { id: `${productionChannel};messageid=${message.id}`, conversationType: "channel" },
    value: { verb: "request_approve", request_id: request.id, digest },
  });

  expect(answer.status).toBe(200);
  expect((await door.find(request.id)).decisions).toHaveLength(1);
  expect(door.lastIn(door.teams.personalChatOf(priya))).toContain("You have approved this.");
});

describe("an approval with limits", () => {
  const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);

  test("starts only within them, and the card says so", async () => {
    const door = await openTeamsDoor(bench);
    const request = await door.ask();

    await door.teams.press({
      user: priya,
      message: door.cardOf(request.id),
      action: "request_approve",
      inputs: { not_before: `${soon} 03:00`, limit_window: "night", approve_comment: "At night." },
    });
    await door.announce(request.id);

    expect((await door.find(request.id)).decisions).toMatchObject([
      { comment: "At night.", limits: { notBefore: new Date(`${soon}T03:00:00Z`), window: "night" } },
    ]);
    const card = textOf(door.cardOf(request.id));
    expect(card).toContain("Approved only");
    expect(card).toContain("only in the window night");
    expect(door.teams.failures()).toEqual([]);
  });

  test.each([
    ["that is none", { not_before: "soon" }, '"soon" is not a moment'],
    ["that is over", { not_after: "2020-01-01 03:00" }, "that time has passed"],
    [
      "that leaves no start",
      { not_after: `${soon} 12:01`, not_before: `${soon} 12:00`, limit_window: "night" },
      "night",
    ],
  ])("%s is told beside it, and what was entered stays", async (_what, limits, text) => {
    const door = await openTeamsDoor(bench);
    const request = await door.ask();
    const message = door.cardOf(request.id);
    const inputs = { ...limits, approve_comment: "Fine by me." };

    await door.teams.press({ user: priya, message, action: "request_approve", inputs });

    const again = textOf({ card: await door.teams.look(priya, message) });
    expect(again).toContain("⚠️");
    for (const entered of [text, "Fine by me.", ...Object.values(limits)]) expect(again).toContain(entered);
    expect((await door.find(request.id)).decisions).toEqual([]);
    expect(door.teams.failures()).toEqual([]);
  });

  test("of an older client counts too", async () => {
    const door = await openTeamsDoor(bench);
    await door.teams.install(priya, priya);
    const request = await door.ask();
    const data = { request_id: request.id, digest: request.digest };

    await door.teams.send({
      ...door.teams.sent().find(({ type }) => type === "conversationUpdate"),
      type: "message",
      id: "old-client-limits",
      membersAdded: undefined,
      from: { id: priya, aadObjectId: acmeTeamsPeople.priya.aadObjectId },
      value: { verb: "request_approve", ...data, limit_window: "night" },
    });

    expect((await door.find(request.id)).decisions).toMatchObject([{ limits: { window: "night" } }]);
  });
});
