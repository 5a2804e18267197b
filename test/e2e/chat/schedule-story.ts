import { expect } from "vitest";
import type { LaunchedChat } from "../../support/launched-chat.ts";
import { stepKindsOf } from "../steps-of.ts";
import { chooseReboot } from "./choose-reboot.ts";

/** Two days ahead, so that it waits however long the test takes. */
const moment = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 16).replace("T", " ");

/** Approved for a moment two days ahead, and cancelled by who asked. */
export async function scheduledAndTakenBack(launched: LaunchedChat): Promise<void> {
  const { chat } = launched;
  await chat.actAs("Dana Reyes");
  await chat.openChannel("db-approvals");
  await chat.say("/rds-request");
  await chooseReboot(chat);
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
  expect(stepKindsOf(events)).toEqual(["created", "approved", "scheduled", "cancelled"]);
}
