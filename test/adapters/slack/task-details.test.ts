import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { draftTask } from "../../../src/app/task/draft-task.ts";
import { taskSubmissionSchema } from "../../../src/app/task/task-message.ts";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import { create } from "../../../src/core/transitions/create.ts";
import { accepted } from "../../core/sample-requests.ts";
import { startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";
import { lena, olga, openSlackDoor, textOf } from "./open-slack-door.ts";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** A task whose details hold a whole page of text, and its card. */
async function openTask() {
  const door = await openSlackDoor(bench);
  const chapter = (await readFile("LICENSE", "utf8")).slice(0, 2900);
  const submission = taskSubmissionSchema.parse({
    intent: "task",
    title: "Publish the chapter",
    details: { Author: "Dana", Chapter: chapter },
  });
  const now = new Date();
  const drafted = accepted(draftTask(submission, { policy: bench.policy, tenant, id: newRequestId(), now }));
  const change = accepted(create(drafted, now));
  await bench.requests.create(change, `task#${change.request.id}`);
  await door.announce(change.request.id);
  const [place = ""] = change.request.slackChannels;
  const card = door.slack.messages(place).findLast((one) => textOf(one).includes(change.request.id));
  if (!card) throw new Error("the card is not there");
  const press = (user: string, actionId: string) =>
    door.slack.click({ user, channel: place, ts: card.ts, actionId, value: change.request.id });
  return { door, card, press, chapter };
}

test("what is too long for a card is behind a button, for everybody who sees it", async () => {
  const { door, card, press, chapter } = await openTask();

  await press(olga, "request_details");

  expect(textOf(card)).toContain("Dana");
  expect(textOf(card)).toContain("Show details");
  expect(textOf(card)).not.toContain(chapter.slice(200, 260).trim());
  const shown = JSON.stringify(door.slack.views()[0]);
  expect(shown).toContain("Publish the chapter");
  expect(shown).toContain(JSON.stringify(chapter.trim()).slice(1, -1));
  expect(door.slack.failures()).toEqual([]);
});

test("whoever decides has it before their eyes", async () => {
  const { door, press, chapter } = await openTask();

  await press(lena, "request_approve");

  expect(JSON.stringify(door.slack.views()[0])).toContain(JSON.stringify(chapter.trim()).slice(1, -1));
  expect(door.slack.failures()).toEqual([]);
});
