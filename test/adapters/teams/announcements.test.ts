import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeRequest } from "../../../src/app/change-request.ts";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { NotDoneError } from "../../../src/app/gateway-error.ts";
import { claim, progress } from "../../../src/core/transitions/run.ts";
import { mailedPeopleOf } from "../../../src/core/undelivered.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import { acmeTeam } from "../../support/strict-teams/acme-teams.ts";
import { textOf } from "../../support/strict-teams/text-of.ts";
import {
  dana as danaPerson,
  lena as lenaPerson,
  priya as priyaPerson,
  startWorkbench,
  type Workbench,
} from "../../support/workbench.ts";
import { dana, lena, openTeamsDoor, priya, productionChannel, type TeamsDoor } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const times = { leaseSeconds: 60, patienceSeconds: 300 };

function cardsIn(door: TeamsDoor, conversation = productionChannel) {
  return door.teams.messages(conversation).filter(({ from, root }) => from === door.teams.bot.id && !root);
}

async function decide(door: TeamsDoor, id: Awaited<ReturnType<TeamsDoor["ask"]>>["id"], by = priyaPerson) {
  return accepted(await makeDecideRequest(door.changer)(id, decisionOf(await door.find(id), { by })));
}

test("progress is told as replies to the card, once, and the requester in person", async () => {
  const door = await openTeamsDoor(bench);
  await door.teams.install(dana, dana);
  const request = await door.ask();
  await decide(door, request.id);
  await decide(door, request.id, lenaPerson);
  await bench.forgetTurns();
  await changeRequest(door.changer, request.id, (one, now) => claim(one, times, now));
  await changeRequest(door.changer, request.id, (one, now) =>
    progress(one, { text: "half", percent: 50 }, now),
  );

  await Promise.all([door.announce(request.id), door.announce(request.id).catch(() => {})]);
  await door.announce(request.id);

  const [card, ...lines] = door.teams.thread(door.cardOf(request.id));
  expect(textOf(card)).toContain("50 %");
  expect(lines.map((line) => textOf(line).trim())).toEqual(["▶️ Started.", "▶️ ▰▰▰▰▰▱▱▱▱▱ 50 % · half"]);
  const told = door.teams.messages(door.teams.personalChatOf(dana)).map((one) => textOf(one));
  expect(told.filter((text) => text.includes(request.id))).toHaveLength(3);
  expect(door.teams.failures()).toEqual([]);
});

describe("a post whose end nobody knows", () => {
  test("is made once more, and the first card stays harmless", async () => {
    const door = await openTeamsDoor(bench);
    door.teams.fail({ operation: "post", conversation: productionChannel, after: true });
    const asking = door.ask();
    await expect(asking).rejects.toThrow("Teams did not answer");
    const [request] = await door.listBy(danaPerson);
    if (!request) throw new Error("it is not filed");

    door.pass(31);
    await door.announce(request.id);
    await door.announce(request.id);

    expect(cardsIn(door).filter((one) => textOf(one).includes(request.id))).toHaveLength(2);
    expect((await bench.deliveries.list(request.id))[0]?.attempts).toBeUndefined();
  });

  test("is given up when the second one is lost too, until the request changes", async () => {
    const door = await openTeamsDoor(bench);
    door.teams.fail({ operation: "post", conversation: productionChannel, times: 2 });
    await expect(door.ask()).rejects.toThrow("Teams did not answer");
    const [filed] = await door.listBy(danaPerson);
    if (!filed) throw new Error("it is not filed");

    door.pass(31);
    await expect(door.announce(filed.id)).rejects.toThrow("Teams did not answer");
    door.pass(31);
    await door.announce(filed.id);
    const givenUp = await door.find(filed.id);
    await decide(door, filed.id);
    await door.announce(filed.id);

    expect(givenUp.undelivered).toMatchObject([
      { surface: "teams", place: productionChannel, reason: "nobody can say whether it was posted" },
    ]);
    expect(cardsIn(door).filter((one) => textOf(one).includes(filed.id))).toHaveLength(1);
  });
});

describe("Teams' limits", () => {
  test("are waited for within seconds, and not beyond", async () => {
    const door = await openTeamsDoor(bench);
    door.teams.fail({ operation: "post", conversation: productionChannel, retryAfter: 1 });

    const request = await door.ask();

    expect(door.cardOf(request.id)).toBeDefined();
    door.teams.fail({ operation: "update", retryAfter: 30 });
    await decide(door, request.id);
    await expect(door.announce(request.id)).rejects.toThrow(NotDoneError);
    await door.announce(request.id);
    expect(textOf(door.cardOf(request.id))).toContain("1 of 2");
  });

  test.each([412, 502, 503, 504])("a passing %i is tried again", async (status) => {
    const door = await openTeamsDoor(bench);
    const request = await door.ask();
    door.teams.fail({ operation: "update", status });
    await decide(door, request.id);

    await door.announce(request.id);

    expect(textOf(door.cardOf(request.id))).toContain("1 of 2");
    expect(cardsIn(door).filter((one) => textOf(one).includes(request.id))).toHaveLength(1);
  });
});

test("the bot's token is asked for once, and anew where Teams does not take it any more", async () => {
  const door = await openTeamsDoor(bench);
  const request = await door.ask();
  const asked = door.teams.calls("token").length;
  await decide(door, request.id);
  door.teams.fail({ operation: "update", status: 401 });

  await door.announce(request.id);

  expect([asked, door.teams.calls("token").length]).toEqual([1, 2]);
  expect(textOf(door.cardOf(request.id))).toContain("1 of 2");
});

describe("a removed bot", () => {
  test("is noticed, and the approvers are asked in person, or else by mail", async () => {
    const door = await openTeamsDoor(bench);
    await door.teams.install(priya, priya);
    await door.say("list", lena);
    await door.teams.uninstall(acmeTeam.id, dana);

    const request = await door.ask();
    await door.announce(request.id);

    const now = await door.find(request.id);
    expect(now.undelivered?.map(({ place }) => place)).toContain(productionChannel);
    expect(
      cardsIn(door, door.teams.personalChatOf(priya)).some((one) => textOf(one).includes(request.id)),
    ).toBe(true);
    expect(mailedPeopleOf(now)).toContain(lenaPerson.id);
    expect(mailedPeopleOf(now)).not.toContain(priyaPerson.id);
    expect(door.log.entries.map(({ message }) => message)).toContain(
      "Countersign was removed from a conversation in Teams",
    );
  });

  test("is noticed at the next post where nobody said so, and is back once it is added", async () => {
    const door = await openTeamsDoor(bench);
    door.teams.removeSilently(acmeTeam.id);
    const request = await door.ask();
    const away = await door.find(request.id);

    await door.teams.install(acmeTeam.id, dana);
    await decide(door, request.id);
    await door.announce(request.id);

    expect(away.undelivered).toMatchObject([
      { place: productionChannel, reason: "BotNotInConversationRoster" },
    ]);
    expect(textOf(door.cardOf(request.id))).toContain("1 of 2");
  });
});

test("the policy has the card in the approvers' and the requester's own chats, kept true there too", async () => {
  const door = await openTeamsDoor(bench, { notify: { teams_personal: ["approvers", "requester"] } });
  for (const person of [dana, priya]) await door.teams.install(person, person);
  const request = await door.ask();
  const [own] = cardsIn(door, door.teams.personalChatOf(priya)).filter((one) =>
    textOf(one).includes(request.id),
  );
  if (!own) throw new Error("Priya has no card");

  await door.teams.press({ user: priya, message: own, action: "request_approve" });
  await door.announce(request.id);

  const chats = [productionChannel, ...[dana, priya].map((one) => door.teams.personalChatOf(one))];
  for (const chat of chats) {
    expect(
      door.teams.messages(chat).some((one) => textOf(one).includes("Waiting for approval · 1 of 2")),
    ).toBe(true);
  }
  expect(door.teams.failures().filter(({ error }) => error !== "ForbiddenOperationException")).toEqual([]);
});

test("where Teams is not set up, what is routed there is told to be undelivered", async () => {
  const door = await openTeamsDoor(bench, { isSetUp: false });

  const request = await door.ask();

  expect(request.undelivered).toMatchObject([{ surface: "teams", reason: "Teams is not set up here" }]);
  expect(mailedPeopleOf(await door.find(request.id))).toEqual([]);
  await door.announce(request.id);
  expect(mailedPeopleOf(await door.find(request.id))).toContain(priyaPerson.id);
});
