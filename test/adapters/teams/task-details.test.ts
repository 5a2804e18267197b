import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { draftTask } from "../../../src/app/task/draft-task.ts";
import { taskSubmissionSchema } from "../../../src/app/task/task-message.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { create } from "../../../src/core/transitions/create.ts";
import { accepted } from "../../core/sample-requests.ts";
import { textOf } from "../../support/strict-teams/text-of.ts";
import { startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";
import { channel, lena, olga, openTeamsDoor } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const licence = await readFile("LICENSE", "utf8");

/** A task with these details, and its card. */
async function openTask(details: Readonly<Record<string, string>>) {
  const door = await openTeamsDoor(bench);
  const { policy } = door.changer;
  const submission = taskSubmissionSchema.parse({ intent: "task", title: "Publish the chapter", details });
  const now = new Date();
  const drafted = accepted(draftTask(submission, { policy, tenant, id: newRequestId(), now }));
  const change = accepted(create(drafted, now));
  await bench.requests.create(change, `task#${change.request.id}`);
  await door.announce(change.request.id);
  const [place = channel] = change.request.teamsChannels ?? [];
  return { door, message: door.cardOf(change.request.id, place) };
}

/** What opens inside the card at the button. */
function opened(card: { readonly actions?: readonly object[] | undefined }, title: string): string {
  const button = card.actions?.find((one) => "title" in one && one.title === title);
  return textOf({ card: button && "card" in button ? button.card : undefined }).replace(/\s+/g, " ");
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

test("what is too long for a card is behind a button, whole, for everybody who sees it", async () => {
  const chapter = licence.slice(0, 2900);
  const { door, message } = await openTask({ Author: "Dana", Chapter: chapter });

  const card = await door.teams.look(olga, message);

  expect(textOf({ card: { body: card.body } })).toContain("Dana");
  expect(textOf({ card: { body: card.body } })).not.toContain(chapter.slice(200, 260).trim());
  expect(opened(card, "Show details")).toContain(inOneLine(chapter));
  expect(door.teams.failures()).toEqual([]);
});

test("whoever decides has it before their eyes", async () => {
  const chapter = licence.slice(0, 2900);
  const { door, message } = await openTask({ Author: "Dana", Chapter: chapter });

  const card = await door.teams.look(lena, message);

  expect(opened(card, "Approve")).toContain(inOneLine(chapter));
  expect(door.teams.failures()).toEqual([]);
});

test("more than Teams has room for is shortened, says so, and is pointed to before an approval", async () => {
  const chapters = Array.from({ length: 15 }, (_, index) => [`Chapter ${index}`, licence.slice(0, 2900)]);
  const { door, message } = await openTask(Object.fromEntries(chapters));

  const card = await door.teams.look(lena, message);

  expect(opened(card, "Show details")).toContain("Chapter 14");
  expect(opened(card, "Show details")).toContain("Teams has no room for all of it.");
  expect(opened(card, "Approve")).toContain("Read “Show details” first");
  expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(28 * 1024);
  expect(door.teams.failures()).toEqual([]);
});
