import { expect, test } from "vitest";
import {
  disable,
  enable,
  isTold,
  requestsWebhookId,
  rotate,
  secretsInForce,
  type Webhook,
  webhookIdSchema,
} from "../../../src/core/webhook/webhook.ts";

const start = new Date("2026-03-02T10:00:00.000Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

function webhook(changes: Partial<Webhook> = {}): Webhook {
  return {
    id: webhookIdSchema.parse("wh-0123456789"),
    tenant: "acme",
    revision: 1,
    url: "https://hooks.acme.example/countersign",
    hosts: [],
    events: [],
    secrets: [{ sealed: "first", since: start }],
    createdBy: "olga@acme.example",
    createdAt: start,
    activeSince: start,
    ...changes,
  };
}

test("both secrets sign until the overlap is over, and the new one alone after it", () => {
  const rotated = rotate(webhook(), "second", 3600, after(10));

  expect(secretsInForce(rotated, after(10))).toEqual(["second", "first"]);
  expect(secretsInForce(rotated, after(3609))).toEqual(["second", "first"]);
  expect(secretsInForce(rotated, after(3610))).toEqual(["second"]);
});

test("a secret that somebody else knows is gone at once where there is no overlap", () => {
  const rotated = rotate(webhook(), "second", 0, after(10));

  expect(rotated.secrets.map(({ sealed }) => sealed)).toEqual(["second"]);
});

test("there are never more than two: who rotates twice ends the oldest", () => {
  const twice = rotate(rotate(webhook(), "second", 3600, after(10)), "third", 3600, after(20));

  expect(secretsInForce(twice, after(21))).toEqual(["third", "second"]);
});

test("what happened while it was disabled is not sent when it is enabled, and disabling twice keeps the first reason", () => {
  const disabled = disable(disable(webhook(), "gone", after(5)), "again", after(6));

  const enabled = enable(disabled, after(100));

  expect(disabled.disabled).toEqual({ at: after(5), reason: "gone" });
  expect(enabled).toMatchObject({ disabled: undefined, activeSince: after(100) });
  expect(enable(webhook(), after(100)).activeSince).toEqual(start);
});

test("it is told of everything that concerns receivers, or of what it names", () => {
  expect(isTold(webhook(), "completed")).toBe(true);
  expect(isTold(webhook(), "preflight-read")).toBe(false);
  expect(isTold(webhook({ events: ["failed"] }), "completed")).toBe(false);
  expect(isTold(webhook({ events: ["failed"] }), "failed")).toBe(true);
});

test.each(["wh-012345678", "wh-01234567890", "wh-o123456789", "wh-other", "req-0123456789", ""])(
  "%j is no webhook's id",
  (id) => {
    expect(webhookIdSchema.safeParse(id).success).toBe(false);
  },
);

test("what signs for requests has a name that no chance can give", () => {
  expect(requestsWebhookId).toBe("wh-requests");
  expect(webhookIdSchema.parse(" WH-Requests ")).toBe(requestsWebhookId);
});
