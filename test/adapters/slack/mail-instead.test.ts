import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAnnounceByMail } from "../../../src/app/mail/announce-by-mail.ts";
import { makeNoteUndelivered } from "../../../src/app/note-undelivered.ts";
import { newToken } from "../../../src/chance/new-token.ts";
import { policyWith } from "../../app/mail/mail-policy.ts";
import { RecordingMailer } from "../../support/recording-mailer.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openSlackDoor, productionChannel, textOf } from "./open-slack-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const other = "C0DBAPPROVE";

async function openDoorWith(slack: string[], gone: readonly string[]) {
  const door = await openSlackDoor(bench, { policy: policyWith({ slack, email: "none" }) });
  for (const channel of gone) {
    door.slack.fail({ method: "chat.postMessage", channel, error: "channel_not_found", times: 100 });
  }
  const mailer = new RecordingMailer();
  const { requests, auditLog, deliveries, mailBlocks } = bench;
  const { now } = door.changer;
  const announceByMail = makeAnnounceByMail({
    requests,
    auditLog,
    deliveries,
    mailBlocks,
    mailer,
    now,
    leaseSeconds: 30,
    issueToken: async () => newToken(),
  });
  const noteUndelivered = makeNoteUndelivered({ requests, deliveries, now, surface: "slack" });
  return {
    door,
    mailer,
    /** What the functions do with one event. */
    tell: async (id: Parameters<typeof door.announce>[0]) => {
      await door.announce(id);
      await noteUndelivered(id);
      await announceByMail(id);
    },
  };
}

test("a card that its only channel does not take goes to every approver by mail instead, once", async () => {
  const { door, mailer, tell } = await openDoorWith([productionChannel], [productionChannel]);
  const asking = door.ask();
  await expect(asking).rejects.toThrow("the card is not there");
  const [open] = (await bench.requests.listByStatus("acme", "pending", { limit: 1 })).items;
  if (!open) throw new Error("nothing is open");

  await tell(open.id);
  await tell(open.id);

  expect(mailer.sent.toSorted()).toEqual(
    ["lena.fischer", "marco.silva", "priya.nair", "tom.okafor"].map((name) => `${name} ask`),
  );
  expect(await door.eventKinds(open.id)).toEqual(["created", "delivery-failed"]);
});

test("where another channel has the card, that one says what failed, and nobody gets a mail", async () => {
  const { door, mailer, tell } = await openDoorWith([other, productionChannel], [productionChannel]);
  const { request, place, ts } = await door.ask();

  await tell(request.id);
  await tell(request.id);

  expect(place).toBe(other);
  expect(textOf(door.slack.message(place, ts))).toContain(
    `the Slack channel ${productionChannel}: channel_not_found`,
  );
  expect(mailer.sent).toEqual([]);
});
