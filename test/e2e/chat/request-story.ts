import { expect } from "vitest";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import type { LaunchedChat } from "../../support/launched-chat.ts";
import { stepKindsOf, stepsOf } from "../steps-of.ts";
import { chooseReboot } from "./choose-reboot.ts";

/** Asked for by a line, approved by two, run: the card, the thread, what each person is told, and the record. */
export async function madeAfterTwoApprovals(launched: LaunchedChat): Promise<void> {
  const { chat } = launched;
  await chat.actAs("Dana Reyes");
  await chat.openChannel("db-production");
  await chat.say("/rds-request snapshot prod-orders-01 because the schema changes <!channel> *tonight*");
  await chat.cardShows("Create a snapshot of prod-orders-01");
  await chat.cardShows("Waiting for approval · 0 of 2");
  expect(await chat.textOf("card")).toContain("“the schema changes <!channel> *tonight*”");

  await chat.press("Approve");
  await chat.sees("You asked for this yourself, so somebody else has to approve it.");

  await chat.actAs("Priya Nair");
  await chat.press("Approve");
  await chat.sendForm("looks fine");
  await chat.cardShows("Waiting for approval · 1 of 2");
  await chat.press("Approve");
  await chat.sees("You have already approved this request. Each person counts once.");

  await chat.actAs("Olga Petrova");
  await chat.press("Approve");
  await chat.sees("Only members of dba-leads or sre-oncall can decide this request.");

  await chat.actAs("Lena Fischer");
  await chat.press("Approve");
  await chat.sendForm();
  await chat.cardShows(/^✅ Done after \d+ s$/);

  const card = await chat.textOf("card");
  expect(card).toContain("✅ Priya Nair approved");
  expect(card).toContain("“looks fine”");
  expect(card).toContain("✅ Lena Fischer approved");
  expect(card).toMatch(/arn:aws:rds:eu-central-1:123456789012:snapshot:prod-orders-01-req-/);
  expect(card).not.toContain("Cancel request");

  await chat.openThread();
  await chat.sees(/^✅ Done after \d+ s\.$/);
  const replies = await chat.replies();
  expect(replies.slice(0, 2)).toEqual([
    "▶️ Started.",
    expect.stringContaining("RDS is creating the snapshot"),
  ]);
  expect(replies.slice(2, -1).every((reply) => /^▶️ [▰▱]{10} \d+ % · snapshot creating$/u.test(reply))).toBe(
    true,
  );
  expect(replies.length).toBeGreaterThan(3);
  expect(replies.at(-1)).toMatch(/^✅ Done after \d+ s\.\s+Snapshot: prod-orders-01-req-/);

  await chat.openChannel("Dana Reyes");
  await chat.sees(/Priya Nair approved Create a snapshot of prod-orders-01 .* 1 of 2/);
  await chat.sees(/Create a snapshot of prod-orders-01 .*: Done after/);

  const { request, events } = await launched.recordOf(card);
  expect(findBrokenLink(events)).toBeUndefined();
  expect(events.at(-1)?.hash).toBe(request?.chainEnd.hash);
  expect(stepsOf(events)).toEqual([
    "created dana.reyes@acme.example",
    "refused dana.reyes@acme.example",
    "approved priya.nair@acme.example",
    "refused olga.petrova@acme.example",
    "approved lena.fischer@acme.example",
    "claimed system:run",
    "completed system:run",
  ]);
}

/** Asked for by the form, and rejected, which takes a reason. */
export async function rejectedWithTheReason(launched: LaunchedChat): Promise<void> {
  const { chat } = launched;
  await chat.actAs("Dana Reyes");
  await chat.openChannel("db-approvals");
  await chat.say("/rds-request");
  await chooseReboot(chat);
  await chat.sees("Reboot an instance: staging-orders-01");
  await chat.sendForm("it hangs");
  await chat.cardShows("Waiting for approval · 0 of 1");
  expect(await chat.textOf("card")).toContain("Reboot staging-orders-01");

  await chat.actAs("Tom Okafor");
  await chat.press("Reject");
  await chat.sendForm();
  await chat.sees(/Say why you reject it/);
  await chat.sendForm("wait for the nightly load to end");
  await chat.cardShows("⛔ Rejected by Tom Okafor");

  const card = await chat.textOf("card");
  expect(card).toContain("“wait for the nightly load to end”");
  expect(card).not.toContain("Approve");
  await chat.openChannel("Dana Reyes");
  await chat.sees(/Tom Okafor rejected Reboot staging-orders-01 .*wait for the nightly load to end/);
  const { request, events } = await launched.recordOf(card);
  expect(request?.status).toBe("rejected");
  expect(stepKindsOf(events)).toEqual(["created", "rejected"]);
  expect(findBrokenLink(events)).toBeUndefined();
}

/** Asked for and rejected in the app's home, whose filters show what they say. */
export async function decidedInTheHome(launched: LaunchedChat): Promise<void> {
  const { chat } = launched;
  const title = "Reboot staging-orders-01";
  await chat.actAs("Dana Reyes");
  await chat.openHome();
  await chat.pressInHome("New request");
  await chooseReboot(chat);
  await chat.sendForm("it hangs again");
  await chat.homeShows("Waiting for approval · 0 of 1");

  await chat.actAs("Lena Fischer");
  await chat.openChannel("general");
  await chat.openHome();
  await chat.homeShows("Waiting for approval · 0 of 1");
  await chat.chooseInHome("production");
  await chat.homeShows("Nothing here matches the filters.");
  await chat.chooseInHome("staging");
  await chat.homeShows("Waiting for approval · 0 of 1");
  await chat.pressInHome("Details", title);
  await chat.sees("“it hangs again”");
  await chat.closeForm();
  await chat.pressInHome("Reject", title);
  await chat.sendForm("not in the day");

  await chat.homeShows(/Rejected by Lena Fischer/);
}
