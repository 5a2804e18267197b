import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newRequestId } from "../../../src/chance/new-request-id.ts";
import type { Role } from "../../../src/core/api/role.ts";
import { owe } from "../../../src/core/webhook/delivery.ts";
import { webhookIdSchema } from "../../../src/core/webhook/webhook.ts";
import { dana, olga, startWorkbench, tenant, type Workbench } from "../../support/workbench.ts";
import { openProgramsDoor } from "./open-programs-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
}, 60_000);
afterAll(() => bench.stop());
beforeEach(async () => {
  for (const { id } of await bench.webhooks.list(tenant)) await bench.webhooks.delete(tenant, id);
});

const now = () => new Date();
const path = "/api/v1/webhooks";
const url = "https://hooks.acme.example/countersign";

async function openDoor(role: Role = "operator") {
  const door = openProgramsDoor(bench);
  const person = role === "operator" ? olga.id : dana.id;
  const token = await door.keyFor({ roles: [role], person });
  return {
    ...door,
    call: (method: string, where: string, body?: unknown) => door.call(method, where, { token, body }),
  };
}

test("a webhook is made with its secret told once, seen without it, rotated and deleted, and no log has the secret", async () => {
  const { call, logged } = await openDoor();

  const made = await call("POST", path, { url, events: ["completed", "failed"] });
  const { webhook_id: id, secret } = made.body;
  const rotated = await call("POST", `${path}/${id}/rotate`, { overlap_seconds: 60 });
  const listed = await call("GET", path);
  const one = await call("GET", `${path}/${id}`);
  const deleted = await call("DELETE", `${path}/${id}`);
  const gone = await call("GET", `${path}/${id}`);

  expect(made).toMatchObject({
    status: 201,
    body: { url, events: ["completed", "failed"], status: "active", created_by: olga.id },
  });
  expect(secret).toMatch(/^whsec_/);
  expect(rotated.status).toBe(200);
  expect(rotated.body.secret).not.toBe(secret);
  expect(Date.parse(rotated.body.former_secret_until)).toBeGreaterThan(Date.now());
  expect(listed.body.webhooks).toEqual([one.body]);
  expect(one.body).toMatchObject({ webhook_id: id, failing_count: 0, failing: [] });
  expect([deleted.status, gone.status, gone.body.code]).toEqual([200, 404, "unknown-webhook"]);
  for (const text of [JSON.stringify(listed), JSON.stringify(deleted), JSON.stringify(logged)]) {
    expect(text).not.toContain("whsec_");
    expect(text).not.toContain("kms1.");
  }
});

test("what is no address to send to is refused, and says why", async () => {
  const { call } = await openDoor();
  const wrong = [
    [{}, "url: give a url, or for_requests: true"],
    [{ url, for_requests: true }, "url: give a url, or for_requests: true"],
    [{ url: "http://hooks.acme.example/" }, "url: https:// only"],
    [{ url: "https://10.0.0.1/" }, "url: a host's name, not an IP address"],
    [{ url, hosts: ["hooks.acme.example"] }, "hosts: only of the one for requests"],
  ] as const;

  for (const [body, detail] of wrong) {
    expect(await call("POST", path, body)).toMatchObject({ status: 400, body: { detail } });
  }
});

test("what does not arrive is shown, and sent again on demand", async () => {
  const { call, webhookAttempts } = await openDoor();
  const { body } = await call("POST", path, { url });
  const webhookId = webhookIdSchema.parse(body.webhook_id);
  const requestId = newRequestId();
  const fresh = owe({ requestId, webhookId, sequence: 4, tenant }, now());
  await bench.webhookDeliveries.save({ ...fresh, state: "given-up", attempts: 33, lastAnswer: "503" });

  const { body: before } = await call("GET", `${path}/${webhookId}`);
  const resent = await call("POST", `${path}/${webhookId}/resend`, {});
  const again = await call("POST", `${path}/${webhookId}/resend`, {});

  expect(before).toMatchObject({
    failing_count: 1,
    failing: [{ request_id: requestId, sequence: 4, state: "given-up", attempts: 33, last_answer: "503" }],
  });
  expect(resent).toMatchObject({ status: 202, body: { resent: 1 } });
  expect(webhookAttempts).toEqual([{ requestId, webhookId, sequence: 4, attempt: 0 }]);
  expect([again.status, again.body.code]).toEqual([409, "nothing-to-resend"]);
  const wrong = await call("POST", `${path}/${webhookId}/resend`, { sequence: 4 });
  expect(wrong).toMatchObject({
    status: 400,
    body: { detail: "sequence: of which request? give its request_id, too" },
  });
});

describe("the webhook_url of a request", () => {
  const requests = "/api/v1/policy/requests";
  const order = {
    operation_type: "create_snapshot",
    instance_id: "prod-orders-01",
    justification: "The migration starts at ten.",
  };

  test("is kept with it, as is its correlation id, once an operator has made the secret that signs", async () => {
    const operator = await openDoor();
    const requester = await openDoor("requester");
    const asked = { ...order, webhook_url: url, correlation_id: `deploy-${newRequestId()}` };

    const before = await requester.call("POST", requests, asked);
    await operator.call("POST", path, { for_requests: true, hosts: ["*.acme.example"] });
    const filed = await requester.call("POST", requests, asked);
    const again = await requester.call("POST", requests, asked);
    const elsewhere = await requester.call("POST", requests, {
      ...order,
      webhook_url: "https://evil.example/",
    });

    expect([before.status, before.body.code]).toEqual([409, "no-request-webhooks"]);
    expect([filed.status, filed.body.correlation_id]).toEqual([201, asked.correlation_id]);
    expect(again.body.request_id).toBe(filed.body.request_id);
    expect(await bench.requests.find(filed.body.request_id)).toMatchObject({
      webhookUrl: url,
      correlationId: asked.correlation_id,
    });
    expect([elsewhere.status, elsewhere.body.errors[0].parameter]).toEqual([400, "webhook_url"]);
  });
});
