import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeBotFrameworkGate } from "../../../src/adapters/teams/bot-framework-gate.ts";
import { foreignTenantId } from "../../support/strict-teams/acme-teams.ts";
import { refusedTokens, skewedTokens } from "../../support/strict-teams/tokens.ts";
import { dana as danaPerson, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { openTeamsDoor, type TeamsDoor } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const line = "snapshot dev-postgres-01 because the gate is tried";

/** A line as Teams sends it, that nobody has sent yet. */
async function lineOf(door: TeamsDoor): Promise<Record<string, unknown>> {
  await door.say("help");
  return { ...door.teams.sent().at(-1), id: "not-sent-yet", text: `<at>Countersign</at> ${line}` };
}

/** Nothing was read of it, looked up for it or written of it. */
async function untouched(door: TeamsDoor, work: () => Promise<unknown>): Promise<unknown> {
  const before = door.teams.calls().length;
  const own = (await door.listBy(danaPerson)).length;
  const answer = await work();
  expect(door.teams.calls().length).toBe(before);
  expect(await door.listBy(danaPerson)).toHaveLength(own);
  return answer;
}

test("what Teams has not signed for this bot is turned away, whatever its token is, before anything is done", async () => {
  const door = await openTeamsDoor(bench);
  const activity = await lineOf(door);

  for (const kind of refusedTokens) {
    const answer = await untouched(door, () => door.teams.deliver(activity, kind));
    expect(answer, kind).toMatchObject({ status: 401 });
  }
  expect(await door.teams.deliver(activity, "good")).toMatchObject({ status: 200 });
  expect(door.lastIn()).toContain("is approved");
});

test("a token of a clock that is five minutes apart from ours, either way, lets its activity in", async () => {
  const door = await openTeamsDoor(bench);
  const activity = await lineOf(door);

  for (const [index, kind] of skewedTokens.entries()) {
    const answer = await door.teams.deliver({ ...activity, id: `skewed-${index}` }, kind);
    expect(answer, kind).toMatchObject({ status: 200 });
  }
});

test.each([
  [
    "another tenant",
    { conversation: { tenantId: foreignTenantId }, channelData: { tenant: { id: foreignTenantId } } },
  ],
  ["two tenants", { channelData: { tenant: { id: foreignTenantId } } }],
  ["no tenant", { conversation: { tenantId: undefined }, channelData: undefined }],
])("an activity of %s is turned away", async (_what, changes) => {
  const door = await openTeamsDoor(bench);
  const activity = await lineOf(door);
  const conversation = {
    ...(activity.conversation as object),
    ...("conversation" in changes ? changes.conversation : {}),
  };

  const answer = await untouched(door, () => door.teams.deliver({ ...activity, ...changes, conversation }));

  expect(answer).toMatchObject({ status: 403 });
});

describe("what Teams does not send is answered with 400", () => {
  test.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["more levels than a stack can follow", { value: "@deep" }],
    ["no type", { type: undefined }],
    ["no sender", { from: undefined }],
    ["another channel", { channelId: "AseChannel" }],
    ["the emulator", { channelId: "emulator" }],
    ["no address", { serviceUrl: "not-an-address" }],
    ["no conversation", { conversation: null }],
  ])("%s", async (_what, wrong) => {
    const door = await openTeamsDoor(bench);
    const activity = await lineOf(door);
    const whole = typeof wrong === "string" ? wrong : JSON.stringify({ ...activity, ...wrong });
    const sent = whole.replace('"@deep"', "[".repeat(20_000) + "]".repeat(20_000));

    const answer = await untouched(door, () => door.teams.deliver(sent));

    expect(answer).toMatchObject({ status: 400 });
  });
});

test("an activity beyond 256 KB is 413, whoever has signed it", async () => {
  const door = await openTeamsDoor(bench);
  const activity = await lineOf(door);

  const answer = await untouched(door, () =>
    door.teams.deliver({ ...activity, padding: "a".repeat(256 * 1024) }),
  );

  expect(answer).toMatchObject({ status: 413 });
});

test("while Teams' keys cannot be read nobody comes in, and Teams is told to try again", async () => {
  const door = await openTeamsDoor(bench, { openIdUrl: "http://127.0.0.1:9/keys" });
  const activity = await lineOf(door);

  const answer = await untouched(door, () => door.teams.deliver(activity));

  expect(answer).toMatchObject({ status: 503 });
});

test.each([
  ["", ["99999999-8888-4777-8666-555555555555"]],
  [" ", ["99999999-8888-4777-8666-555555555555"]],
  ["11111111-2222-4333-8444-555555555555", []],
])("a bot %j of the tenants %j does not start", (appId, tenantIds) => {
  const log = { info: () => {}, warn: () => {}, error: () => {} };

  expect(() => makeBotFrameworkGate({ appId, tenantIds, now: () => new Date(), log })).toThrow(TypeError);
});
