import { afterAll, beforeAll, expect, test } from "vitest";
import type { WebhookAttempt } from "../../../src/app/ports/webhook-attempts.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import { everyLife, type Life } from "../../support/mortal.ts";
import { ok, status } from "../../support/webhook-receiver.ts";
import { priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { eventsOf, leaseSeconds, openWebhookDesk, type WebhookDesk } from "./webhook-desk.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
}, 60_000);
afterAll(() => bench.stop());

/** Handles what waits by a process of that life; a message whose process dies comes again to one that lives on. */
async function drainByMortal(desk: WebhookDesk, life: Life): Promise<boolean> {
  let process = desk.processIn(life);
  let hasDied = false;
  const handle = async (attempt: WebhookAttempt): Promise<void> => {
    try {
      await process.attempt(attempt);
    } catch (error) {
      if (hasDied) throw error;
      hasDied = true;
      process = desk.undying;
      // Longer than the claim that it may have left.
      desk.pass(leaseSeconds + 1);
      await desk.put(attempt, 0);
    }
  };
  for (;;) {
    const attempt = desk.take();
    if (!attempt) return hasDied;
    await handle(attempt);
  }
}

/** Of one receiver, what it was sent of one request. */
function receivedOf({ received }: Awaited<ReturnType<WebhookDesk["openHook"]>>["receiver"], id: string) {
  return received.filter(({ body }) => JSON.parse(body).request_id === id);
}

test("wherever a process dies over an attempt, the event arrives under one id, and once where its outcome was noted", async () => {
  const desk = await openWebhookDesk(bench);
  const { receiver } = await desk.openHook();
  const deaths: number[] = [];
  for (const life of everyLife(12)) {
    const { id } = await desk.ask();
    await desk.owe(id);

    const hasDied = await drainByMortal(desk, life);

    const what = `${life.end} call ${life.calls}`;
    const received = receivedOf(receiver, id);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size, what).toBe(1);
    expect(
      (await desk.states(id)).map(([, state]) => state),
      what,
    ).toEqual(["delivered"]);
    expect(received.length, what).toBeLessThanOrEqual(hasDied ? 2 : 1);
    if (hasDied) deaths.push(received.length);
  }

  expect(deaths.length).toBeGreaterThan(10);
  // Only between the sending and the note nobody can know.
  expect(deaths.filter((times) => times === 2).length).toBeLessThanOrEqual(2);
}, 60_000);

test("wherever a process dies over a failed attempt, there is a next one", async () => {
  const desk = await openWebhookDesk(bench);
  const { receiver } = await desk.openHook();
  for (const life of everyLife(12)) {
    const { id } = await desk.ask();
    receiver.answers((response, request) => {
      const isFirst = receivedOf(receiver, id).length === 1;
      return (isFirst ? status(503) : ok)(response, request);
    });
    await desk.owe(id);

    await drainByMortal(desk, life);

    const what = `${life.end} call ${life.calls}`;
    expect(
      (await desk.states(id)).map(([, state]) => state),
      what,
    ).toEqual(["delivered"]);
    expect(receivedOf(receiver, id).length, what).toBeLessThanOrEqual(3);
  }
}, 60_000);

test("wherever a process dies over finding out what is owed, all of it arrives once", async () => {
  const desk = await openWebhookDesk(bench);
  const { receiver } = await desk.openHook();
  for (const life of everyLife(10)) {
    const request = await desk.ask();
    accepted(await desk.decide(request.id, decisionOf(request, { by: priya })));

    await desk
      .processIn(life)
      .owe(request.id)
      .catch(() => desk.owe(request.id));
    await desk.drain();

    const received = receivedOf(receiver, request.id);
    expect(eventsOf({ received }), `${life.end} call ${life.calls}`).toEqual(["1 created", "2 approved"]);
  }
}, 60_000);

test.each([-300, 300])(
  "nor is an event lost by a process that dies over it and has a clock that is %i seconds off",
  async (seconds) => {
    const desk = await openWebhookDesk(bench);
    const { receiver } = await desk.openHook();
    const off = () => new Date(desk.now().getTime() + seconds * 1000);
    let deaths = 0;
    for (const life of everyLife(7)) {
      const { id } = await desk.ask();
      await desk.owe(id);
      const attempt = desk.take();
      if (!attempt) throw new Error("nothing is owed");
      // By a clock that is behind it is too early till then.
      desk.pass(Math.max(0, -seconds));

      await desk
        .processIn(life, off)
        .attempt(attempt)
        .catch(() => {
          deaths += 1;
          return desk.put(attempt, 0);
        });
      await desk.drain();

      const what = `${life.end} call ${life.calls}`;
      const received = receivedOf(receiver, id);
      expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size, what).toBe(1);
      expect(received.length, what).toBeLessThanOrEqual(2);
      expect(
        (await desk.states(id)).map(([, state]) => state),
        what,
      ).toEqual(["delivered"]);
    }
    expect(deaths).toBeGreaterThan(8);
  },
);
