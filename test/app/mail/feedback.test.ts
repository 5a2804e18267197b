import { readFile } from "node:fs/promises";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mailFeedbackSchema } from "../../../src/adapters/email/feedback.ts";
import { findBrokenLink } from "../../../src/core/audit-event.ts";
import { cardOf } from "../../../src/core/card.ts";
import type { Person } from "../../../src/core/person.ts";
import { everyLife } from "../../support/mortal.ts";
import { lena, marco, priya, startWorkbench, tom, type Workbench } from "../../support/workbench.ts";
import { openMailDesk } from "./mail-desk.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

/** As AWS's documentation shows it, for this address and request. */
async function sesEvent(name: "bounce" | "complaint", changes: Readonly<Record<string, string>>) {
  let text = await readFile(`test/fixtures/ses/${name}.json`, "utf8");
  for (const [from, to] of Object.entries(changes)) text = text.replaceAll(from, to);
  return mailFeedbackSchema.parse(JSON.parse(text));
}

const about = ({ id: address }: Person, requestId: string) => ({
  "recipient@example.com": address,
  "req-0123456789": requestId,
});

/** As an operator takes a block away, by docs/email.md. */
async function unblock({ id }: Person): Promise<void> {
  const Key = { request_id: `address#${id}`, place: "block" };
  await bench.documents.send(new DeleteCommand({ TableName: bench.tables.deliveries, Key }));
}

describe("a mail that came back for good", () => {
  test("shows and blocks wherever a process has died over it", async () => {
    let deaths = 0;
    for (const life of everyLife(5)) {
      const { desk, takeFeedback, feedbackIn } = await openMailDesk(bench);
      const request = await desk.ask();
      const feedback = await sesEvent("bounce", about(priya, request.id));

      await feedbackIn(life)(feedback).catch(() => {
        deaths += 1;
        return takeFeedback(feedback);
      });

      const what = `${life.end} call ${life.calls}`;
      expect(await desk.eventKinds(request.id), what).toEqual(["created", "delivery-failed"]);
      expect(await bench.mailBlocks.find(priya.id), what).toBeDefined();
      await unblock(priya);
    }
    expect(deaths).toBeGreaterThan(4);
  });

  test("shows on the request and its record, once for the same word twice", async () => {
    const { desk, announce, takeFeedback } = await openMailDesk(bench);
    const request = await desk.ask();
    await announce(request.id);
    const feedback = await sesEvent("bounce", about(priya, request.id));

    await takeFeedback(feedback);
    await takeFeedback(feedback);

    const card = cardOf(await desk.find(request.id), desk.now());
    const events = await desk.events(request.id);
    expect(card.facts.filter(({ label }) => label === "Not delivered")).toEqual([
      {
        label: "Not delivered",
        value: expect.stringMatching(
          /^to the mail address priya\.nair@acme\.example: the mail came back for good: smtp; 550 5\.1\.1 user unknown \(.* UTC\)$/,
        ),
      },
    ]);
    expect(events.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
      `created ${request.requestedBy.id}`,
      "delivery-failed system:delivery",
    ]);
    expect(findBrokenLink(events)).toBeUndefined();
    await unblock(priya);
  });

  test("ends the mails to its address, until an operator takes the block away", async () => {
    const { desk, mailer, announce, noteUndelivered, takeFeedback } = await openMailDesk(bench);
    const first = await desk.ask();
    await takeFeedback(await sesEvent("bounce", about(tom, first.id)));
    const second = await desk.ask();

    await announce(second.id);
    await noteUndelivered("email", second.id);
    const blocked = [...mailer.sent];
    await unblock(tom);
    const third = await desk.ask();
    await announce(third.id);

    expect(blocked.toSorted()).toEqual(["lena.fischer ask", "marco.silva ask", "priya.nair ask"]);
    expect((await desk.find(second.id)).undelivered).toMatchObject([
      { place: tom.id, reason: expect.stringContaining("came back for good") },
    ]);
    expect(mailer.sent.slice(3)).toContain("tom.okafor ask");
  });
});

test("one that came back for now shows, and blocks nothing", async () => {
  const { desk, mailer, announce, takeFeedback } = await openMailDesk(bench);
  const request = await desk.ask();

  await takeFeedback(await sesEvent("bounce", { ...about(lena, request.id), Permanent: "Transient" }));
  await announce(request.id);

  expect((await desk.find(request.id)).undelivered).toMatchObject([
    { place: lena.id, reason: "the mail came back: smtp; 550 5.1.1 user unknown" },
  ]);
  expect(mailer.sent).toContain("lena.fischer ask");
});

test("a complaint blocks its address and shows", async () => {
  const { desk, mailer, announce, takeFeedback } = await openMailDesk(bench);
  const request = await desk.ask();

  await takeFeedback(await sesEvent("complaint", about(marco, request.id)));
  await announce(request.id);

  expect((await desk.find(request.id)).undelivered).toMatchObject([
    { place: marco.id, reason: "its reader reported our mail as spam" },
  ]);
  expect(mailer.sent).not.toContain("marco.silva ask");
  await unblock(marco);
});

test("the first word about an address stays", async () => {
  const { desk } = await openMailDesk(bench);
  const since = new Date("2026-03-02T10:00:00.000Z");
  await bench.mailBlocks.add({ address: priya.id, reason: "first", since });

  await bench.mailBlocks.add({ address: priya.id, reason: "second", since: desk.now() });

  expect(await bench.mailBlocks.find(priya.id)).toEqual({ address: priya.id, reason: "first", since });
  await unblock(priya);
  expect(await bench.mailBlocks.find(priya.id)).toBeUndefined();
});

test.each([
  ["of another kind", { eventType: "Delivery", mail: {} }],
  [
    "without a request",
    {
      eventType: "Complaint",
      mail: { tags: { request_id: ["not one"] } },
      complaint: { complainedRecipients: [{ emailAddress: "not an address" }] },
    },
  ],
])("feedback %s changes nothing", async (_, event) => {
  const { takeFeedback } = await openMailDesk(bench);

  await takeFeedback(mailFeedbackSchema.parse(event));
});

test.each([
  ["no event", {}],
  ["a bounce of nobody", { eventType: "Bounce", mail: {}, bounce: { bounceType: "Permanent" } }],
])("%s is not taken for feedback", (_, event) => {
  expect(mailFeedbackSchema.safeParse(event).success).toBe(false);
});
