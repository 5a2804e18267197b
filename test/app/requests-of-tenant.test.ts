import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { makeBeginDecision } from "../../src/app/begin-decision.ts";
import { makeCancelRequest } from "../../src/app/cancel-request.ts";
import { makeDecideRequest } from "../../src/app/decide-request.ts";
import { requestsOfTenant } from "../../src/app/requests-of-tenant.ts";
import { readConfig } from "../../src/config.ts";
import { wireUseCases } from "../../src/wiring.ts";
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

test("what the doors are wired with finds its own tenant's requests alone", async () => {
  const { id } = await (await openDesk(bench)).ask();
  const { region, credentials } = bench.access;
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", bench.endpoint);
  vi.stubEnv("AWS_REGION", region);
  vi.stubEnv("AWS_ACCESS_KEY_ID", credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey);
  onTestFinished(() => void vi.unstubAllEnvs());
  const of = (TENANT: string) =>
    wireUseCases(readConfig({ STAGE: "test", POLICY_FILE: "infra/policy.yaml", TENANT })).requests;

  expect(await of(tenant).find(id)).toMatchObject({ id });
  expect(await of("somebody-else").find(id)).toBeUndefined();
});
