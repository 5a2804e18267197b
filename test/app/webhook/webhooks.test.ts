import { Webhook as StandardWebhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventIdOf } from "../../../src/core/webhook/payload.ts";
import { accepted, decisionOf } from "../../support/desk.ts";
import { status } from "../../support/webhook-receiver.ts";
import { lena, priya, startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";
import { eventsOf, openWebhookDesk } from "./webhook-desk.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
}, 60_000);
afterAll(() => bench.stop());

/** As the receiver of a message would compute it. */
function standardSignature(
  secret: string,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
) {
  const at = new Date(Number(headers["webhook-timestamp"]) * 1000);
  return new StandardWebhook(secret).sign(headers["webhook-id"] ?? "", at, body);
}

test("every event arrives once and in its order, with one id, however often its notice comes", async () => {
  const desk = await openWebhookDesk(bench);
  const { receiver } = await desk.openHook();
  const request = await desk.ask();
  await Promise.all([desk.owe(request.id), desk.owe(request.id)]);
  await desk.drain();
  accepted(await desk.decide(request.id, decisionOf(request, { by: priya })));
  accepted(await desk.decide(request.id, decisionOf(await desk.find(request.id), { by: lena })));

  await desk.owe(request.id);
  await desk.owe(request.id);
  await desk.drain();

  expect(eventsOf(receiver)).toEqual(["1 created", "2 approved", "3 approved"]);
  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual(
    [1, 2, 3].map((sequence) => eventIdOf({ requestId: request.id, sequence })),
  );
});

test("a receiver is told what has happened up to the event, and how the request stands", async () => {
  const desk = await openWebhookDesk(bench);
  const { receiver } = await desk.openHook();
  const request = await desk.ask({ callersId: "deploy-4711" });
  accepted(
    await desk.decide(request.id, decisionOf(request, { kind: "reject", by: priya, comment: "Not today." })),
  );

  await desk.owe(request.id);
  await desk.drain();

  const [created, rejected] = receiver.received.map(({ body }) => JSON.parse(body));
  expect(created).toMatchObject({
    event: "created",
    status: "pending",
    correlation_id: "deploy-4711",
    history: [{ sequence: 1, event: "created", status: "pending", by: "dana.reyes@acme.example" }],
  });
  expect(rejected).toMatchObject({
    event_id: `evt-${request.id.slice(4)}-2`,
    event: "rejected",
    sequence: 2,
    request_id: request.id,
    correlation_id: "deploy-4711",
    status: "rejected",
    actor: "priya.nair@acme.example",
    history: [{ event: "created" }, { event: "rejected", status: "rejected" }],
    request: {
      status: "rejected",
      operation_type: "create_snapshot",
      instance_id: "prod-orders-01",
      requested_by: "dana.reyes@acme.example",
      approvals_received: 0,
      decisions: [{ kind: "reject", by: "priya.nair@acme.example", comment: "Not today." }],
    },
  });
});

test("during a rotation both secrets sign, and neither is kept as it is", async () => {
  const desk = await openWebhookDesk(bench);
  const { id, secret, receiver } = await desk.openHook();
  const rotated = accepted(await desk.rotate(id, 3600));
  const request = await desk.ask();
  await desk.owe(request.id);
  await desk.drain();
  desk.pass(3601);
  accepted(await desk.cancel(request.id, { by: request.requestedBy, surface: "slack" }));
  await desk.owe(request.id);
  await desk.drain();

  const [during, after] = receiver.received;

  if (!during || !after) throw new Error("two events should have come");
  expect(during.headers["webhook-signature"]).toBe(
    `${standardSignature(rotated.secret, during)} ${standardSignature(secret, during)}`,
  );
  expect(during.headers["x-webhook-signature"]?.split(",")).toHaveLength(2);
  expect(after.headers["webhook-signature"]).toBe(standardSignature(rotated.secret, after));
  const kept = JSON.stringify(await desk.webhooks.list(tenant));
  expect(kept).toContain("kms1.");
  for (const plain of [secret, rotated.secret]) expect(kept).not.toContain(plain.slice(6));
});

describe("who is told of what", () => {
  test("each webhook on its own, and only of what it names", async () => {
    const desk = await openWebhookDesk(bench);
    const all = await desk.openHook();
    const some = await desk.openHook({ events: ["approved"] });
    const request = await desk.ask();
    accepted(await desk.decide(request.id, decisionOf(request, { by: priya })));

    await desk.owe(request.id);
    await desk.drain();

    expect(eventsOf(all.receiver)).toEqual(["1 created", "2 approved"]);
    expect(eventsOf(some.receiver)).toEqual(["2 approved"]);
  });

  test("a receiver that fails keeps no other waiting", async () => {
    const desk = await openWebhookDesk(bench);
    const bad = await desk.openHook({ answer: status(500) });
    const good = await desk.openHook();
    const request = await desk.ask();

    await desk.owe(request.id);
    await desk.drain({ seconds: 0 });

    expect([eventsOf(bad.receiver), eventsOf(good.receiver)]).toEqual([["1 created"], ["1 created"]]);
  });

  test("nobody of what happened before their webhook was made, or while it was disabled", async () => {
    const desk = await openWebhookDesk(bench);
    const request = await desk.ask();
    desk.pass(1);
    const { id, receiver } = await desk.openHook({ answer: status(410) });
    accepted(await desk.decide(request.id, decisionOf(request, { by: priya })));
    await desk.owe(request.id);
    await desk.drain();
    accepted(await desk.decide(request.id, decisionOf(await desk.find(request.id), { by: lena })));
    await desk.owe(request.id);
    desk.pass(1);

    accepted(await desk.enable(id));
    await desk.owe(request.id);
    await desk.drain();

    expect(eventsOf(receiver)).toEqual(["2 approved"]);
  });

  test("not what is nobody's business but the tool's own", async () => {
    const desk = await openWebhookDesk(bench);
    const { receiver } = await desk.openHook();
    const request = await desk.ask({ by: priya });
    await desk.decide(request.id, decisionOf(request, { by: priya }));

    await desk.owe(request.id);
    await desk.drain();

    expect(await desk.eventKinds(request.id)).toEqual(["created", "refused"]);
    expect(eventsOf(receiver)).toEqual(["1 created"]);
  });

  test("the address that a request names, signed by the tenant's secret for requests", async () => {
    const desk = await openWebhookDesk(bench);
    const { secret } = accepted(await desk.create({ for: "requests", events: [], hosts: [], by: "olga" }));
    const { receiver, url } = await desk.openAddress();
    const named = await desk.ask({ webhookUrl: accepted(await desk.checkUrl(url)) });
    const unnamed = await desk.ask({ instanceId: "staging-orders-01" });

    await desk.owe(named.id);
    await desk.owe(unnamed.id);
    await desk.drain();

    expect(eventsOf(receiver)).toEqual(["1 created"]);
    const [first] = receiver.received;
    expect(first && JSON.parse(first.body).request_id).toBe(named.id);
    expect(first?.headers["webhook-signature"]).toBe(first && standardSignature(secret, first));
  });
});
