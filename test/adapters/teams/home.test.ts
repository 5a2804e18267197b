import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDecideRequest } from "../../../src/app/decide-request.ts";
import { analyticsOrigin } from "../../support/analytics-links.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import type { AdaptiveCard } from "../../support/strict-teams/adaptive-card.ts";
import { textOf } from "../../support/strict-teams/text-of.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { channel, dana, lena, olga, openTeamsDoor, priya, type TeamsDoor } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** The message of somebody's home in their own chat with the bot, asked for there. */
async function askHome(door: TeamsDoor, user: string) {
  const chat = door.teams.personalChatOf(user);
  await door.teams.install(user, user);
  await door.say("home", user, chat);
  const message = door.teams.messages(chat).at(-1);
  if (!message) throw new Error("nothing was answered");
  return message;
}

/** What opens at that button, as a card of its own. */
function showCardIn(card: AdaptiveCard | undefined, id: string): AdaptiveCard {
  const actions = (card?.body ?? []).flatMap((element) => element.actions ?? []);
  const inner = actions.find((action) => action.id === id)?.card;
  if (!inner) throw new Error(`nothing opens at ${id}`);
  return { type: "AdaptiveCard", version: "1.5", actions: [...(inner.actions ?? [])] };
}

describe("in one's own chat", () => {
  test("home shows what waits for its reader and what is theirs, with the buttons that they may press", async () => {
    const door = await openTeamsDoor(bench);
    const request = await door.ask();

    const [forPriya, forDana, forOlga] = [
      textOf(await askHome(door, priya)),
      textOf(await askHome(door, dana)),
      textOf(await askHome(door, olga)),
    ];

    expect(forPriya).toContain("Create a snapshot of prod-orders-01");
    expect(forPriya).toContain("Approve or reject");
    expect(forDana).toContain(request.id);
    expect(forDana).toContain("Cancel request");
    expect(forOlga).toContain("Nothing waits for you.");
    expect(forOlga).not.toContain("Approve or reject");
    expect(door.teams.failures()).toEqual([]);
  });

  test("a request is opened in the home, decided there, and brings its reader back", async () => {
    const door = await openTeamsDoor(bench);
    const request = await door.ask();
    const message = await askHome(door, priya);

    await door.teams.press({ user: priya, message, action: `waiting_${request.id}` });
    const opened = textOf({ card: await door.teams.look(priya, message) });
    await door.teams.press({
      user: priya,
      message,
      action: "request_approve",
      inputs: { approve_comment: "Fine." },
    });

    const back = textOf({ card: await door.teams.look(priya, message) });
    expect(opened).toContain("Waiting for approval · 0 of 2");
    expect(opened).toContain("Back to home");
    expect(await door.eventKinds(request.id)).toEqual(["created", "approved"]);
    expect(back).toContain("Create a snapshot of prod-orders-01: You have approved this.");
    expect(back).toContain("Recently ended");
    expect(back).not.toContain(`· ${request.id}`);
    expect(door.teams.failures()).toEqual([]);
  });

  test("a press that comes too late is refused on the request as it is by then, and leads back", async () => {
    const door = await openTeamsDoor(bench);
    const request = await door.ask();
    const message = await askHome(door, priya);
    await door.teams.press({ user: priya, message, action: `waiting_${request.id}` });
    await door.say(`cancel ${request.id}`, dana);

    await door.teams.press({ user: priya, message, action: "request_approve" });

    const refused = textOf({ card: await door.teams.look(priya, message) });
    await door.teams.press({ user: priya, message, action: "Back to home" });
    expect(refused).toContain("cancelled");
    expect(await door.eventKinds(request.id)).toEqual(["created", "cancelled"]);
    expect(textOf({ card: await door.teams.look(priya, message) })).toContain("Waiting for me");
    expect(door.teams.failures()).toEqual([]);
  });

  test("one's own request is cancelled in the list, or on its card, to which Details leads", async () => {
    const door = await openTeamsDoor(bench);
    const [inList, onCard] = [await door.ask(), await door.ask()];
    const message = await askHome(door, dana);
    const form = showCardIn(message.card, `cancel_${inList.id}`);

    await door.teams.press({ user: dana, message, action: "request_cancel", card: form });
    const list = textOf({ card: await door.teams.look(dana, message) });
    await door.teams.press({ user: dana, message, action: `mine_${onCard.id}` });
    const card = textOf({ card: await door.teams.look(dana, message) });
    await door.teams.press({ user: dana, message, action: "request_cancel" });

    expect(list).toContain("Create a snapshot of prod-orders-01: You have cancelled this.");
    expect(card).toContain("The migration starts at ten.");
    expect(await door.find(inList.id)).toMatchObject({ status: "cancelled" });
    expect(await door.find(onCard.id)).toMatchObject({ status: "cancelled" });
    expect(textOf({ card: await door.teams.look(dana, message) })).toContain("You have cancelled this.");
    expect(door.teams.failures()).toEqual([]);
  });

  test("filters narrow it, other buttons keep them, and a request that is not there is said so", async () => {
    const door = await openTeamsDoor(bench);
    const request = await door.ask();
    const message = await askHome(door, priya);
    const inputs = { environment: "staging", operation: "*" };

    await door.teams.press({ user: priya, message, action: "Apply filters", inputs });
    const filtered = textOf({ card: await door.teams.look(priya, message) });
    await door.teams.press({ user: priya, message, action: "Refresh" });
    const refreshed = textOf({ card: await door.teams.look(priya, message) });
    await door.teams.press({
      user: priya,
      message,
      action: "Apply filters",
      inputs: { environment: "*", operation: "*" },
    });

    expect(filtered).not.toContain(`· ${request.id}`);
    expect(refreshed).not.toContain(`· ${request.id}`);
    expect(textOf({ card: await door.teams.look(priya, message) })).toContain(`· ${request.id}`);
    expect(door.teams.failures()).toEqual([]);
  });

  test("Analytics becomes the way to the page for who may see it, and says to others who may", async () => {
    const door = await openTeamsDoor(bench);
    const [forPriya, forOlga] = [await askHome(door, priya), await askHome(door, olga)];

    const opened = await door.teams.press({ user: priya, message: forPriya, action: "Analytics" });
    const refused = await door.teams.press({ user: olga, message: forOlga, action: "Analytics" });

    expect(JSON.stringify(opened)).toContain(`"url":"${analyticsOrigin}/analytics?token=kms1.`);
    expect(JSON.stringify(refused)).toContain("The analytics are for members of");
    expect(JSON.stringify(refused)).not.toContain("token=");
    expect(door.teams.failures()).toEqual([]);
  });

  test("it is fetched anew when it is seen again", async () => {
    const door = await openTeamsDoor(bench);
    const request = await door.ask();
    const message = await askHome(door, priya);
    const decide = makeDecideRequest(door.changer);
    accepted(await decide(request.id, decisionOf(request, { kind: "reject", comment: "No." })));

    const seen = textOf({ card: await door.teams.look(priya, message) });

    expect(textOf(message)).toContain("Approve or reject");
    expect(seen).toContain("Rejected by Priya Nair");
  });

  test("a client that knows no such buttons gets it as a message of its own", async () => {
    const door = await openTeamsDoor(bench);
    const request = await door.ask();
    const chat = door.teams.personalChatOf(priya);
    const sent = await askHome(door, priya);
    const [activity = {}] = door.teams.sent().slice(-1);

    await door.teams.send({
      ...activity,
      id: "fallback-1",
      text: undefined,
      value: { verb: "home_open", home: "?", request_id: request.id },
    });

    const answer = door.teams.messages(chat).at(-1);
    expect(answer?.id).not.toBe(sent.id);
    expect(textOf(answer)).toContain("Waiting for approval · 0 of 2");
  });
});

test("asked for in a channel, it comes to its reader alone", async () => {
  const door = await openTeamsDoor(bench);
  await door.ask();
  await door.teams.install(lena, lena);
  const inChannel = door.teams.messages(channel).length;

  await door.say("home", lena);

  expect(
    door.teams
      .messages(channel)
      .slice(inChannel)
      .filter(({ from }) => from === door.teams.bot.id),
  ).toEqual([]);
  expect(door.lastIn(door.teams.personalChatOf(lena))).toContain("Waiting for me");
});

test("a press of the home without a state that makes sense is told that the button is gone", async () => {
  const door = await openTeamsDoor(bench);
  const message = await askHome(door, priya);
  await door.teams.press({ user: priya, message, action: "Refresh" });
  const [activity = {}] = door.teams.sent().slice(-1);

  for (const data of [{}, { home: 5 }, { home: "x".repeat(10_000) }]) {
    const action = { verb: "home_show", data };
    const answer = await door.teams.send({ ...activity, value: { action, trigger: "manual" } });

    expect(JSON.stringify(answer)).toContain("does not know this button any more");
  }
});
