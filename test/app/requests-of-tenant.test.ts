import { afterAll, beforeAll, expect, test } from "vitest";
import { makeBeginDecision } from "../../src/app/begin-decision.ts";
import { makeCancelRequest } from "../../src/app/cancel-request.ts";
import { makeDecideRequest } from "../../src/app/decide-request.ts";
import { requestsOfTenant } from "../../src/app/requests-of-tenant.ts";
import { decisionOf, openDesk } from "../support/desk.ts";
import { dana, priya, startWorkbench, tenant, type Workbench } from "../support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

test("the request of another tenant is unknown to every act, even to its own people, and nothing is noted", async () => {
  const desk = await openDesk(bench);
  const request = await desk.ask();
  const abroad = { ...desk.ports, requests: requestsOfTenant(bench.requests, "somebody-else") };

  const answers = [
    await makeDecideRequest(abroad)(request.id, decisionOf(request)),
    await makeBeginDecision(abroad)(request.id, { by: priya, surface: "slack", attempt: "approve" }),
    await makeCancelRequest(abroad)(request.id, { by: dana, surface: "slack" }),
  ];

  const unknown = { ok: false, error: { kind: "unknown-request", requestId: request.id } };
  expect(answers).toEqual([unknown, unknown, unknown]);
  expect(await desk.eventKinds(request.id)).toEqual(["created"]);
});

test("a tenant finds its own requests", async () => {
  const desk = await openDesk(bench);
  const request = await desk.ask();

  const found = await requestsOfTenant(bench.requests, tenant).find(request.id);

  expect(found).toEqual(await desk.find(request.id));
});
