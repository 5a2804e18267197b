import { expect, test } from "vitest";
import { requestIdSchema } from "../../../src/core/request.ts";
import {
  afterAttempt,
  holdsBack,
  isQueued,
  owe,
  oweAgain,
  secondsOwed,
  type WebhookAnswer,
  type WebhookDelivery,
} from "../../../src/core/webhook/delivery.ts";
import { webhookIdSchema } from "../../../src/core/webhook/webhook.ts";

const start = new Date("2026-03-02T10:00:00.000Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const answered = (status: number, retryAfterSeconds?: number): WebhookAnswer => ({
  kind: "status",
  status,
  retryAfterSeconds,
});
const fresh = owe(
  {
    requestId: requestIdSchema.parse("req-0123456789"),
    webhookId: webhookIdSchema.parse("wh-0123456789"),
    sequence: 2,
    tenant: "acme",
  },
  start,
);

/** Plays a receiver that always answers so, at once; the seconds at which it is asked. */
function momentsOf(answer: WebhookAnswer): {
  readonly moments: readonly number[];
  readonly end: WebhookDelivery;
} {
  const moments: number[] = [];
  let delivery = fresh;
  while (delivery.state === "owed") {
    moments.push((delivery.nextAt.getTime() - start.getTime()) / 1000);
    delivery = afterAttempt(delivery, answer, delivery.nextAt);
  }
  return { moments, end: delivery };
}

test("what is not taken is tried again after 1, 5 and 15 seconds, then ever more seldom, and for the last time after a day", () => {
  const { moments, end } = momentsOf(answered(503));

  expect(moments.slice(0, 8)).toEqual([0, 1, 6, 21, 81, 201, 501, 1101]);
  expect(moments.at(-1)).toBe(secondsOwed);
  expect(moments.length).toBeGreaterThan(30);
  expect(end).toMatchObject({ state: "given-up", attempts: moments.length, lastAnswer: "503" });
});

test.each([200, 201, 202, 204, 299])("%i is a yes", (status) => {
  expect(afterAttempt(fresh, answered(status), after(1))).toMatchObject({ state: "delivered", attempts: 1 });
});

test.each([100, 301, 302, 307, 308, 400, 401, 403, 404, 409, 429, 500, 502, 503])("%i is none", (status) => {
  const failed = afterAttempt(fresh, answered(status), after(1));

  expect(failed).toMatchObject({ state: "owed", attempts: 1, nextAt: after(2) });
});

test("410 ends it", () => {
  expect(afterAttempt(fresh, answered(410), after(1))).toMatchObject({ state: "gone" });
});

test("a redirect is told as what it is", () => {
  expect(afterAttempt(fresh, answered(302), after(1)).lastAnswer).toBe("302, and redirects are not followed");
});

test("a receiver that asks for patience gets it, up to an hour, and no less than there is anyway", () => {
  const fourth = { ...fresh, attempts: 4 };

  expect(afterAttempt(fresh, answered(429, 30), start).nextAt).toEqual(after(30));
  expect(afterAttempt(fresh, answered(503, 864_000), start).nextAt).toEqual(after(3600));
  expect(afterAttempt(fourth, answered(503, 2), start).nextAt).toEqual(after(120));
});

test("the events after it wait while it is tried quickly, and no longer; nor for one that has been lost", () => {
  const third = { ...fresh, attempts: 3, nextAt: after(15) };

  expect(holdsBack(fresh, start)).toBe(true);
  expect(holdsBack(third, after(20))).toBe(true);
  expect(holdsBack(third, after(76))).toBe(false);
  expect(holdsBack({ ...third, attempts: 4 }, after(20))).toBe(false);
  expect(holdsBack({ ...third, state: "delivered" }, after(20))).toBe(false);
});

test("what is sent again begins anew, over what is kept of it", () => {
  const end = { ...momentsOf(answered(500)).end, revision: 40, queuedFor: 39 };

  const again = oweAgain(end, after(100_000));

  expect(again).toMatchObject({ state: "owed", attempts: 0, revision: 40, lastAnswer: "500" });
  expect(again.owedSince).toEqual(after(100_000));
  expect(isQueued(again)).toBe(false);
});
