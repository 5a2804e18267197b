import { afterAll, beforeAll, expect, test } from "vitest";
import { policyWindowSchema } from "../../../src/core/timing/policy-window.ts";
import { lena, marco, priya, startWorkbench, tom, type Workbench } from "../../support/workbench.ts";
import { openProgramsDoor, order, type ProgramsDoor } from "./open-programs-door.ts";

let bench: Workbench;
let door: ProgramsDoor;
let asks: string;
let priyas: string;
let lenas: string;
let toms: string;

beforeAll(async () => {
  bench = await startWorkbench();
  door = openProgramsDoor(bench, { policy: policyWith({ night: anyDay }) });
  asks = await door.keyFor();
  priyas = await door.keyFor({ person: priya.id, roles: ["approver"] });
  lenas = await door.keyFor({ person: lena.id, roles: ["approver"] });
  toms = await door.keyFor({ person: tom.id, roles: ["approver"] });
}, 60_000);
afterAll(() => bench.stop());

/** So that a start is left on each day of the week. */
const anyDay = policyWindowSchema.parse({ from: "00:00", to: "23:59" });

function policyWith(windows: Workbench["policy"]["windows"]): Workbench["policy"] {
  return { ...bench.policy, windows };
}

const requests = "/api/v1/policy/requests";
const delegations = "/api/v1/delegations";
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const toTheSecond = (moment: string) => `${moment.slice(0, 19)}.000Z`;

async function file(): Promise<{ readonly request_id: string; readonly address: string }> {
  const { body } = await door.post(requests, asks, order);
  return { request_id: body.request_id, address: `${requests}/${body.request_id}` };
}

test("an approval's limits count to the second, and stand in the request and in its history", async () => {
  const { address, request_id } = await file();
  const [not_before, not_after] = [inHours(1), inHours(20)];
  const limits = { not_before: toTheSecond(not_before), not_after: toTheSecond(not_after) };

  const first = await door.post(`${address}/approve`, priyas, { not_before, not_after });
  const second = await door.post("/approvals", lenas, {
    ...{ operation: "approve_request", request_id },
    window: "night",
  });
  const { body: history } = await door.get(`${address}/events`, asks);

  expect(first.body).toMatchObject({ status: "pending", expires_at: limits.not_after });
  expect(second.body.decisions).toMatchObject([{ limits }, { limits: { window: "night" } }]);
  expect(history.events.slice(1)).toMatchObject([
    { kind: "approved", details: { limits } },
    { kind: "approved", details: { limits: { window: "night" } } },
  ]);
});

test.each([
  ["not_before", () => ({ not_before: inHours(-1) }), "that time has passed"],
  ["not_after", () => ({ not_before: inHours(3), not_after: inHours(2) }), "it ends before it begins"],
  ["window", () => ({ window: "teatime" }), 'there is no window "teatime"'],
])("a %s that is none is named, and nothing is decided", async (parameter, limits, message) => {
  const { address } = await file();

  const { status, body } = await door.post(`${address}/approve`, priyas, limits());

  const read = await door.get(address, asks);
  expect([status, body.errors]).toEqual([400, [{ parameter, message: expect.stringContaining(message) }]]);
  expect(read.body.decisions).toEqual([]);
});

test("limits that leave no start together are refused", async () => {
  const { address } = await file();
  await door.post(`${address}/approve`, priyas, { not_after: inHours(2) });

  const { status, body } = await door.post(`${address}/approve`, lenas, { not_before: inHours(3) });

  expect([status, body.code]).toEqual([409, "no-start-left"]);
});

test("who is away has somebody decide for them, which the decision says; either of the two ends it", async () => {
  const until = inHours(24).slice(0, 16);
  const made = await door.post(delegations, priyas, { to: tom.id, until: `${until}Z`, reason: "On leave." });
  const again = await door.post(delegations, priyas, { to: lena.id, until: `${until}Z` });
  const one = `${delegations}/${made.body.delegation_id}`;
  const { address } = await file();

  const approved = await door.post(`${address}/approve`, toms, {});
  const listed = await door.get(delegations, asks);
  const strangers = await door.call("DELETE", one, { token: lenas });
  const ended = await door.call("DELETE", one, { token: toms });
  const gone = await door.call("DELETE", one, { token: priyas });

  expect(made).toMatchObject({ status: 201, body: { of: priya.id, to: tom.id } });
  expect([again.status, again.body.code]).toEqual([409, "already-delegated"]);
  expect(approved.body.decisions).toMatchObject([{ by: tom.id }]);
  expect(listed.body.delegations).toEqual([made.body]);
  expect([strangers.status, strangers.body.code]).toEqual([403, "not-the-caller"]);
  expect([ended.status, gone.status, gone.body.code]).toEqual([200, 404, "no-delegation"]);
  expect((await door.get(delegations, asks)).body).toEqual({ delegations: [] });
});

test("a decision for somebody who is away names them", async () => {
  const rules = bench.policy.rules.map((rule) => ({ ...rule, approvers: ["dba-leads"] }));
  const leads = openProgramsDoor(bench, { policy: { ...bench.policy, rules } });
  const { body: made } = await leads.post(delegations, priyas, { to: marco.id, until: "friday" });
  const marcos = await leads.keyFor({ person: marco.id, roles: ["approver"] });
  const { body: filed } = await leads.post(requests, asks, order);

  const { body } = await leads.post(`${requests}/${filed.request_id}/approve`, marcos, {});
  await leads.call("DELETE", `${delegations}/${made.delegation_id}`, { token: priyas });

  expect(body).toMatchObject({ decisions: [{ by: marco.id, on_behalf_of: priya.id }] });
});

test("nobody delegates for others, unless their key acts for them; the record names both", async () => {
  const portal = await door.keyFor({ roles: ["owner"], actsForOthers: true });
  const order = { of: priya.id, to: tom.id, from: inHours(48).slice(0, 10), until: inHours(48).slice(0, 10) };

  const refused = await door.post(delegations, lenas, order);
  const made = await door.post(delegations, portal, order);
  const ended = await door.call("DELETE", `${delegations}/${made.body.delegation_id}`, { token: portal });

  const events = await bench.delegations.listEvents("acme");
  expect([refused.status, refused.body.code, made.status, ended.status]).toEqual([
    ...[403, "not-the-caller"],
    ...[201, 200],
  ]);
  expect(events.slice(-2)).toMatchObject([
    { kind: "delegated", by: priya.id, details: { surface: "api", through: expect.stringMatching(/^key:/) } },
    { kind: "undelegated", by: priya.id, details: { through: expect.stringMatching(/^key:/) } },
  ]);
});
