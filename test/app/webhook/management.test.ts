import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NewWebhook } from "../../../src/app/webhook/create-webhook.ts";
import { requestsWebhookId, webhookIdSchema } from "../../../src/core/webhook/webhook.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import { ok, status } from "../../support/webhook-receiver.ts";
import { priya, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { eventsOf, openWebhookDesk } from "./webhook-desk.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
}, 60_000);
afterAll(() => bench.stop());

const asked: NewWebhook = { for: { url: "https://hooks.acme.example/" }, events: [], hosts: [], by: "olga" };
const nobody = webhookIdSchema.parse("wh-0000000000");

describe("making one", () => {
  test("a webhook has a secret of 256 bits that nobody can read afterwards", async () => {
    const desk = await openWebhookDesk(bench);

    const one = accepted(await desk.create(asked));
    const other = accepted(await desk.create(asked));

    expect(one.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(one.secret).not.toBe(other.secret);
    expect(one.webhook).toMatchObject({ url: "https://hooks.acme.example/", createdBy: "olga", revision: 1 });
    expect(JSON.stringify(await desk.look.list())).not.toContain(one.secret.slice(6));
  });

  test("an address that nothing may be sent to is refused, and so are hosts where there are none", async () => {
    const desk = await openWebhookDesk(bench);
    const written = "write them as hooks.acme.example or *.acme.example";
    const wrong: readonly (readonly [Partial<NewWebhook>, string, string])[] = [
      [{ for: { url: "http://hooks.acme.example/" } }, "url", "https:// only"],
      [{ for: { url: "https://169.254.169.254/" } }, "url", "a host's name, not an IP address"],
      [{ hosts: ["hooks.acme.example"] }, "hosts", "only of the one for requests"],
      [{ for: "requests", hosts: ["https://x/"] }, "hosts", written],
      [{ for: "requests", hosts: ["*"] }, "hosts", written],
    ];

    for (const [changes, parameter, message] of wrong) {
      const outcome = await desk.create({ ...asked, ...changes });

      expect(outcome, message).toEqual({
        ok: false,
        error: { kind: "invalid-parameters", issues: expect.arrayContaining([{ parameter, message }]) },
      });
    }
  });

  test("the one for requests is there once, and not more than twenty in all", async () => {
    const desk = await openWebhookDesk(bench);
    accepted(await desk.create({ ...asked, for: "requests" }));

    const again = await desk.create({ ...asked, for: "requests" });
    for (let made = 1; made < 20; made += 1) accepted(await desk.create(asked));
    const tooMany = await desk.create(asked);

    expect(again).toMatchObject({ error: { kind: "webhook-exists", webhookId: requestsWebhookId } });
    expect(tooMany).toMatchObject({ error: { kind: "too-many-webhooks", limit: 20 } });
  });
});

test("a rotation takes an overlap of up to thirty days", async () => {
  const desk = await openWebhookDesk(bench);
  const { webhook } = accepted(await desk.create(asked));

  expect(await desk.rotate(webhook.id, -1)).toMatchObject({ error: { kind: "invalid-parameters" } });
  expect(await desk.rotate(webhook.id, 31 * 86_400)).toMatchObject({ error: { kind: "invalid-parameters" } });
  expect(accepted(await desk.rotate(webhook.id)).webhook.secrets).toHaveLength(2);
});

test("of a webhook that is not there, nothing can be done", async () => {
  const desk = await openWebhookDesk(bench);

  const outcomes = await Promise.all([
    desk.rotate(nobody),
    desk.delete(nobody),
    desk.enable(nobody),
    desk.look.find(nobody),
    desk.resend({ webhookId: nobody }),
  ]);

  for (const outcome of outcomes) {
    expect(outcome).toEqual({ ok: false, error: { kind: "unknown-webhook", webhookId: nobody } });
  }
});

test("what is owed to a webhook that is deleted is dropped", async () => {
  const desk = await openWebhookDesk(bench);
  const { id: webhookId, receiver } = await desk.openHook();
  const { id } = await desk.ask();
  await desk.owe(id);

  accepted(await desk.delete(webhookId));
  await desk.drain();

  expect(receiver.received).toEqual([]);
  expect(await desk.states(id)).toEqual([[1, "dropped", 0]]);
});

describe("sending again", () => {
  test("one event, though it was taken, under the id that it had", async () => {
    const desk = await openWebhookDesk(bench);
    const { id: webhookId, receiver } = await desk.openHook();
    const { id: requestId } = await desk.ask();
    await desk.owe(requestId);
    await desk.drain();

    const count = await desk.resend({ webhookId, requestId, sequence: 1 });
    await desk.drain();

    expect(count).toEqual({ ok: true, value: 1 });
    expect(eventsOf(receiver)).toEqual(["1 created", "1 created"]);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  test("all that was given up or missed of a request, and nothing that was taken", async () => {
    const desk = await openWebhookDesk(bench);
    const request = await desk.ask();
    desk.pass(1);
    const { id: webhookId, receiver } = await desk.openHook();
    accepted(await desk.decide(request.id, decisionOf(request, { by: priya })));
    await desk.owe(request.id);
    await desk.drain();

    await desk.resend({ webhookId, requestId: request.id });
    await desk.drain();
    const rest = await desk.resend({ webhookId, requestId: request.id });

    expect(eventsOf(receiver)).toEqual(["2 approved", "1 created"]);
    expect(rest).toEqual({ ok: false, error: { kind: "nothing-to-resend" } });
  });

  test("all that a webhook has not taken for a day, whichever request it was of", async () => {
    const desk = await openWebhookDesk(bench);
    const { id: webhookId, receiver } = await desk.openHook({ answer: status(500) });
    const one = await desk.ask();
    const other = await desk.ask({ instanceId: "staging-orders-01" });
    for (const { id } of [one, other]) {
      await desk.owe(id);
      const [delivery] = await desk.deliveries.list(id);
      if (delivery) await desk.deliveries.save({ ...delivery, state: "given-up", attempts: 30 });
    }
    await desk.drain();
    receiver.answers(ok);

    const outcome = await desk.resend({ webhookId });
    await desk.drain();

    expect(outcome).toEqual({ ok: true, value: 2 });
    expect(receiver.received).toHaveLength(2);
  });

  test("nothing to a webhook that is disabled", async () => {
    const desk = await openWebhookDesk(bench);
    const { id: webhookId } = await desk.openHook({ answer: status(410) });
    const { id: requestId } = await desk.ask();
    await desk.owe(requestId);
    await desk.drain();

    const outcome = await desk.resend({ webhookId, requestId });

    expect(outcome).toMatchObject({ error: { kind: "webhook-disabled" } });
  });
});

describe("the address that a request names", () => {
  test("needs a secret that signs for requests, and one of the hosts that operators allow", async () => {
    const desk = await openWebhookDesk(bench);
    const check = () => desk.checkUrl("https://hooks.acme.example/a");
    const without = await check();
    accepted(await desk.create({ ...asked, for: "requests", hosts: ["*.acme.example"] }));

    expect(without).toEqual({ ok: false, error: { kind: "no-request-webhooks" } });
    expect(await check()).toEqual({ ok: true, value: "https://hooks.acme.example/a" });
    expect(await desk.checkUrl("https://hooks.other.example/")).toMatchObject({
      error: { kind: "invalid-parameters", issues: [{ parameter: "webhook_url" }] },
    });
    expect(await desk.checkUrl("http://hooks.acme.example/")).toMatchObject({
      error: { issues: [{ message: "https:// only" }] },
    });
  });
});
