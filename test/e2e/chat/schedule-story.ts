import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChatPage } from "../support/chat-page.ts";
import { type LaunchedChat, startLaunchedChat } from "../support/launched-chat.ts";

let launched: LaunchedChat;
let chat: ChatPage;

beforeAll(async () => {
  launched = await startLaunchedChat();
  chat = launched.chat;
}, 60_000);

afterAll(() => launched?.stop(), 30_000);

/** Two days ahead, so that it waits however long the test takes. */
const moment = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 16).replace("T", " ");

test("on the chat page a reboot is asked for at a time, scheduled, and taken back before it starts", async () => {
  await chat.actAs("Dana Reyes");
  await chat.openChannel("db-approvals");
  await chat.say("/rds-request");
  await chat.choose("What to do", "Reboot an instance");
  await chat.choose("Which database", "staging-orders-01 · staging");
  await chat.sendForm();
  await chat.sees("At once if you choose nothing.");
  await chat.choose("When it may start", "At a time");
  await chat.sendForm("it hangs");
  await chat.sees("Say at which time, such as 2026-11-22 03:00.");
  await chat.fill("At which time, in UTC", moment);
  await chat.sendForm("it hangs");
  await chat.cardShows("Waiting for approval · 0 of 1");
  expect(await chat.textOf("card")).toContain(`${moment} UTC`);

  await chat.actAs("Tom Okafor");
  await chat.press("Approve");
  await chat.sendForm("in the night, please");
  await chat.cardShows(/^✅ Approved, scheduled for \w{3} \d+ \w+ \d{4} \d\d:\d\d UTC$/);
  await chat.openThread();
  await chat.sees(/^✅ Scheduled for /);

  await chat.actAs("Dana Reyes");
  await chat.press("Cancel request");
  await chat.cardShows("⏹️ Cancelled by Dana Reyes");

  const { request, events } = await launched.recordOf(await chat.textOf("card"));
  expect(request?.status).toBe("cancelled");
  const decided = events.map(({ kind }) => kind).filter((kind) => kind !== "preflight-read");
  expect(decided).toEqual(["created", "approved", "scheduled", "cancelled"]);
  expect(launched.problems).toEqual([]);
}, 90_000);
