import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measurementOfAttempt } from "../../../src/app/measure/measurement-of-attempt.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import { type Answer, ok, status } from "../../support/webhook-receiver.ts";
import { priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { eventsOf, leaseSeconds, openWebhookDesk } from "./webhook-desk.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
}, 60_000);
afterAll(() => bench.stop());

const hangUp: Answer = (_, request) => void request.socket.destroy();

const idsOf = (receiver: {
  readonly received: readonly { readonly headers: Readonly<Record<string, string>> }[];
}) => new Set(receiver.received.map(({ headers }) => headers["webhook-id"]));

test("what is not taken comes again after 1, 5 and 15 seconds under the same id and signed anew, until it is", async () => {
  const desk = await openWebhookDesk(bench);
  const { receiver } = await desk.openHook({ answer: status(503) });
  const { id } = await desk.ask();
  await desk.owe(id);
  const pauses: (readonly number[])[] = [];

  for (let attempt = 1; attempt <= 4; attempt += 1) {
    pauses.push(desk.delays());
    if (attempt === 4) receiver.answers(ok);
    await desk.drain({ seconds: Math.max(0, ...desk.delays()) });
  }

  expect(pauses).toEqual([[0], [1], [5], [15]]);
  expect(receiver.received).toHaveLength(4);
  expect(idsOf(receiver).size).toBe(1);
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-signature"])).size).toBe(4);
  expect(await desk.states(id)).toEqual([[1, "delivered", 4]]);
});

test("after a day it lies among the dead letters, an operator sees it, and a redrive sends it again", async () => {
  const desk = await openWebhookDesk(bench);
  const { id: webhookId, receiver } = await desk.openHook({ answer: status(500) });
  const { id } = await desk.ask();
  await desk.owe(id);
  await desk.drain({ seconds: 30 });
  desk.pass(22.5 * 3600);
  await desk.drain({ seconds: 60 });
  const { failing: before } = accepted(await desk.look.find(webhookId));

  await desk.drain({ seconds: 1.6 * 3600 });

  const { failing } = accepted(await desk.look.find(webhookId));
  const attempts = receiver.received.length;
  expect(desk.waiting()).toEqual([]);
  expect(before).toMatchObject([{ requestId: id, state: "owed" }]);
  expect(desk.buried).toEqual([{ requestId: id, webhookId, sequence: 1 }]);
  expect(failing).toMatchObject([{ requestId: id, state: "given-up", attempts, lastAnswer: "500" }]);
  expect(desk.reports.map(measurementOfAttempt).at(-1)).toMatchObject({
    values: { WebhookFailed: 1, WebhookGivenUp: 1, WebhookDelivered: 0 },
    dimensions: { Webhook: webhookId },
  });

  receiver.answers(ok);
  await desk.undying.attempt({ requestId: id, webhookId, sequence: 1, attempt: 0, revives: true });
  await desk.drain();

  expect(await desk.states(id)).toEqual([[1, "delivered", 1]]);
  expect(accepted(await desk.look.find(webhookId)).failing).toEqual([]);
  expect(idsOf(receiver).size).toBe(1);
}, 60_000);

test("a receiver that asks for patience gets it", async () => {
  const desk = await openWebhookDesk(bench);
  const { receiver } = await desk.openHook({ answer: status(429, { "retry-after": "120" }) });
  const { id } = await desk.ask();
  await desk.owe(id);

  await desk.drain({ seconds: 119 });
  const before = receiver.received.length;
  await desk.drain({ seconds: 5 });

  expect([before, receiver.received.length]).toEqual([1, 2]);
});

test("of what has arrived without an answer nobody knows it, so it comes again under the same id", async () => {
  const desk = await openWebhookDesk(bench);
  const { receiver } = await desk.openHook({ answer: hangUp });
  const { id } = await desk.ask();
  await desk.owe(id);
  await desk.drain({ seconds: 0 });
  receiver.answers(ok);

  await desk.drain();

  expect(receiver.received).toHaveLength(2);
  expect(idsOf(receiver).size).toBe(1);
  expect(desk.reports[0]?.delivery.lastAnswer).toBe("the connection was cut before the answer");
});

describe("410 Gone", () => {
  test("disables the webhook, and what is owed to it is dropped", async () => {
    const desk = await openWebhookDesk(bench);
    const { id: webhookId, receiver } = await desk.openHook({ answer: status(410) });
    const request = await desk.ask();
    accepted(await desk.decide(request.id, decisionOf(request, { by: priya })));
    await desk.owe(request.id);

    await desk.drain();

    expect(receiver.received).toHaveLength(1);
    expect(accepted(await desk.look.find(webhookId)).webhook.disabled?.reason).toBe(
      "its receiver answered 410 Gone",
    );
    expect(await desk.states(request.id)).toEqual([
      [1, "gone", 1],
      [2, "dropped", 0],
    ]);
    expect(desk.buried).toEqual([]);
  });

  test("of a request's own address ends that request's alone, and its card says so without the address's secrets", async () => {
    const desk = await openWebhookDesk(bench);
    accepted(await desk.create({ for: "requests", events: [], hosts: [], by: "olga" }));
    const gone = await desk.openAddress(status(410));
    const good = await desk.openAddress();
    const request = await desk.ask({ webhookUrl: `${gone.url}?key=hidden` });
    const other = await desk.ask({ webhookUrl: good.url, instanceId: "staging-orders-01" });
    accepted(await desk.decide(request.id, decisionOf(request, { by: priya })));

    await desk.owe(request.id);
    await desk.owe(other.id);
    await desk.drain();

    expect(gone.receiver.received).toHaveLength(1);
    expect(good.receiver.received).toHaveLength(1);
    const { undelivered } = await desk.find(request.id);
    expect(undelivered).toMatchObject([{ surface: "api", reason: "its receiver answered 410 Gone" }]);
    expect(JSON.stringify(undelivered)).not.toContain("hidden");
  });
});

describe("order", () => {
  test("what comes after an event waits while that is tried quickly", async () => {
    const desk = await openWebhookDesk(bench);
    let calls = 0;
    const { receiver } = await desk.openHook({
      answer: (response) => {
        calls += 1;
        response.writeHead(calls <= 3 ? 503 : 204).end();
      },
    });
    const request = await desk.ask();
    accepted(await desk.decide(request.id, decisionOf(request, { by: priya })));

    await desk.owe(request.id);
    await desk.drain();

    expect(eventsOf(receiver)).toEqual(["1 created", "1 created", "1 created", "1 created", "2 approved"]);
  });

  test("it overtakes one that is tried seldom, and its number says so", async () => {
    const desk = await openWebhookDesk(bench);
    const { receiver } = await desk.openHook({
      answer: (response) => void response.writeHead(receiver.received.length <= 4 ? 503 : 204).end(),
    });
    const request = await desk.ask();
    accepted(await desk.decide(request.id, decisionOf(request, { by: priya })));

    await desk.owe(request.id);
    await desk.drain();

    expect(eventsOf(receiver).slice(3)).toEqual(["1 created", "2 approved", "1 created"]);
  });
});

describe("messages that come more than once", () => {
  test("copies of one attempt, at the same moment and later, send nothing twice", async () => {
    const desk = await openWebhookDesk(bench);
    const { receiver } = await desk.openHook();
    const { id } = await desk.ask();
    await desk.owe(id);
    const attempt = desk.take();
    if (!attempt) throw new Error("an attempt should wait");

    await Promise.all(Array.from({ length: 5 }, () => desk.undying.attempt(attempt)));
    await desk.undying.attempt(attempt);
    await desk.drain();

    expect(receiver.received).toHaveLength(1);
  });

  test("copies of a failed attempt grow to no more than one chain", async () => {
    const desk = await openWebhookDesk(bench);
    const { receiver } = await desk.openHook({ answer: status(500) });
    const { id } = await desk.ask();
    await desk.owe(id);
    for (let round = 1; round <= 6; round += 1) {
      const attempt = desk.take();
      if (!attempt) throw new Error("an attempt should wait");
      await desk.undying.attempt(attempt);
      await desk.undying.attempt(attempt);
    }

    expect(receiver.received).toHaveLength(6);
    expect(desk.waiting()).toHaveLength(1);
  });

  test("a copy that meets a claim waits until its holder cannot be alive", async () => {
    const desk = await openWebhookDesk(bench);
    const { id: webhookId, receiver } = await desk.openHook();
    const { id } = await desk.ask();
    await desk.owe(id);
    const attempt = desk.take();
    const [delivery] = await desk.deliveries.list(id);
    if (!attempt || !delivery) throw new Error("an attempt should wait");
    await desk.deliveries.save({ ...delivery, claimedAt: desk.now() });

    await desk.undying.attempt(attempt);

    expect(receiver.received).toEqual([]);
    expect(desk.delays()).toEqual([leaseSeconds]);
    await desk.drain();
    expect(receiver.received).toHaveLength(1);
    expect((await desk.deliveries.find(id, webhookId, 1))?.state).toBe("delivered");
  });
});
