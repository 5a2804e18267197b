import { afterAll, beforeAll, expect, test } from "vitest";
import { longestText } from "../../../src/core/transitions/create.ts";
import { sampleInstance } from "../../support/sample-instance.ts";
import {
  dana as danaPerson,
  priya as priyaPerson,
  startWorkbench,
  type Workbench,
} from "../../support/workbench.ts";
import { type Door, dana, openSlackDoor, priya, textOf } from "./open-slack-door.ts";

let bench: Workbench;

beforeAll(async () => {
  bench = await startWorkbench();
});

afterAll(() => bench.stop());

const first = "choose_operation";
const second = "describe_request";

function choose(door: Door, operation: string, instance: string, user: string = dana) {
  const values = { operation: { operation }, instance: { instance } };
  return door.slack.submitView({ user, callbackId: first, values });
}

function describe(
  door: Door,
  parameters: Readonly<Record<string, string>>,
  justification: string,
  user: string = dana,
) {
  const fields = Object.entries(parameters).map(([name, value]) => {
    const id = `parameter#${name}`;
    return [id, { [id]: value }];
  });
  const values = { ...Object.fromEntries(fields), justification: { justification } };
  return door.slack.submitView({ user, callbackId: second, values });
}

/** The inventory with that many instances, as a large company has. */
function manyInstances(count: number) {
  const make = (index: number) =>
    sampleInstance({
      id: `dev-service-${String(index).padStart(4, "0")}`,
      environment: "development",
      environmentSource: "name like dev-*",
    });
  const all = Array.from({ length: count }, (_, index) => make(index));
  return {
    listNamed: async (_tenant: string, name: string) => all.filter(({ id }) => id === name),
    search: async (_tenant: string, text: string, limit: number) =>
      all.filter(({ id }) => id.includes(text)).slice(0, limit),
  };
}

test("the form asks for the operation and the instance, then for what that operation needs, and makes the request", async () => {
  const door = await openSlackDoor(bench);

  await door.command("");
  const firstStep = textOf({ text: "", blocks: door.slack.views()[0]?.definition.blocks ?? [] });
  await choose(door, "create_snapshot", "prod-orders-01");
  const secondStep = textOf({ text: "", blocks: door.slack.views()[0]?.definition.blocks ?? [] });
  await describe(door, { snapshot_id: "before-migration" }, "The migration starts at ten.");

  expect(firstStep).toContain("prod-orders-01 · production");
  expect(secondStep).toContain("full copy of the storage");
  expect(secondStep).toContain("high: 2 approvals from dba-leads or sre-oncall");
  expect(secondStep).toContain("at most +$47.50 a month (list prices of 2026-11-01)");
  expect(door.slack.views()).toEqual([]);
  const [summary] = await door.listBy(danaPerson);
  expect(await door.find(summary?.id as never)).toMatchObject({
    intent: { operation: "create_snapshot", parameters: { snapshot_id: "before-migration" } },
    justification: "The migration starts at ten.",
    requestedBy: { name: "Dana Reyes" },
    requestedVia: "slack",
    status: "pending",
  });
  expect(door.slack.failures()).toEqual([]);
});

test("an untouched choice leaves the parameter to the operation", async () => {
  const door = await openSlackDoor(bench);
  await door.command("");
  await choose(door, "reboot_instance", "staging-orders-01");

  await describe(door, {}, "It leaks memory.");

  const [summary] = await door.listBy(danaPerson);
  expect(await door.find(summary?.id as never)).toMatchObject({
    intent: { operation: "reboot_instance", parameters: { force_failover: false } },
  });
});

test("what is wrong with a parameter is said beside it, and the form stays open", async () => {
  const door = await openSlackDoor(bench);
  await door.command("");
  await choose(door, "create_snapshot", "prod-orders-01");

  await describe(door, { snapshot_id: "-nope-" }, "why not");

  expect(door.slack.views()[0]?.errors).toEqual({
    "parameter#snapshot_id": expect.stringContaining("start with a letter"),
  });
  expect(door.slack.failures()).toEqual([]);
});

test("what the instance forbids is said beside the question too", async () => {
  const door = await openSlackDoor(bench);
  await door.command("");
  await choose(door, "reboot_instance", "dev-postgres-01");

  await describe(door, { force_failover: "yes" }, "why not");

  expect(door.slack.views()[0]?.errors).toEqual({
    "parameter#force_failover": expect.stringContaining("not Multi-AZ"),
  });
});

test("what is pending and would be applied too shows in the risk, before anything is asked", async () => {
  const waiting = sampleInstance({
    id: "staging-waiting-01",
    environment: "staging",
    hasPendingParameters: true,
  });
  await bench.inventory.save(waiting);
  const door = await openSlackDoor(bench);
  await door.command("");

  await choose(door, "reboot_instance", waiting.id);

  const shown = textOf({ text: "", blocks: door.slack.views()[0]?.definition.blocks ?? [] });
  expect(shown).toContain(
    "high, raised: pending changes are applied too · 2 approvals from dba-leads or sre-oncall",
  );
});

test("every other refusal is said beside the justification", async () => {
  const door = await openSlackDoor(bench);
  await door.command("");
  await choose(door, "create_snapshot", "prod-orders-01");

  await describe(door, {}, "   ");

  expect(door.slack.views()[0]?.errors).toEqual({ justification: expect.stringContaining("Say why") });
});

test("an instance that has gone meanwhile is said beside the menu", async () => {
  const instances = manyInstances(3);
  const door = await openSlackDoor(bench, { inventory: { ...instances, listNamed: async () => [] } });
  await door.command("");

  await choose(door, "create_snapshot", "dev-service-0001");

  expect(door.slack.views()[0]?.errors).toEqual({ instance: expect.stringContaining("dev-service-0001") });
});

test("the same submission twice makes one request", async () => {
  const door = await openSlackDoor(bench);
  const before = (await door.listBy(priyaPerson)).length;
  await door.command("", priya);
  await choose(door, "create_snapshot", "staging-orders-01", priya);
  const metadata = door.slack.views()[0]?.definition.private_metadata;
  const viewId = door.slack.views()[0]?.id;
  const payload = {
    type: "view_submission",
    team: { id: door.slack.team.id },
    user: { id: priya },
    trigger_id: "1.2.3",
    view: {
      id: viewId,
      team_id: door.slack.team.id,
      callback_id: second,
      private_metadata: metadata,
      state: {
        values: { justification: { justification: { type: "plain_text_input", value: "Twice." } } },
      },
    },
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const post = () => fetch(door.url, { method: "POST", body, headers: door.slack.sign(body) });

  const answers = await Promise.all([post(), post()]);

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await answers[0]?.json()).toEqual({ response_action: "clear" });
  expect((await door.listBy(priyaPerson)).length).toBe(before + 1);
});

test("a choice that Slack did not get from us is a defect, told with an id, and makes no request", async () => {
  const door = await openSlackDoor(bench);
  const before = (await door.listBy(priyaPerson)).length;
  const view = { id: "V1", callback_id: second, private_metadata: "{}", state: { values: {} } };
  const payload = { type: "view_submission", team: { id: "T0STRICT01" }, user: { id: priya }, view };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

  const answer = await fetch(door.url, { method: "POST", body, headers: door.slack.sign(body) });

  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ response_action: "update" });
  expect(door.log.entries).toMatchObject([{ level: "error", fields: { trace_id: expect.any(String) } }]);
  expect((await door.listBy(priyaPerson)).length).toBe(before);
});

test("up to a hundred instances are a menu", async () => {
  const door = await openSlackDoor(bench, { inventory: manyInstances(100) });

  await door.command("");

  const [, block] = door.slack.views()[0]?.definition.blocks ?? [];
  expect(block).toMatchObject({ element: { type: "static_select" } });
  expect((block as { element: { options: unknown[] } }).element.options).toHaveLength(100);
});

test("more than a hundred instances are searched while typing", async () => {
  const door = await openSlackDoor(bench, { inventory: manyInstances(400) });
  await door.command("");
  const asked = { user: dana, actionId: "instance", blockId: "instance" };

  const few = await door.slack.suggest({ ...asked, value: "Service-0399" });
  const many = await door.slack.suggest({ ...asked, value: "dev" });
  const none = await door.slack.suggest({ ...asked, value: "nothing like it" });
  await choose(door, "create_snapshot", "dev-service-0399");

  expect(few.json).toEqual({
    options: [
      {
        text: { type: "plain_text", text: "dev-service-0399 · development", emoji: false },
        value: "dev-service-0399",
      },
    ],
  });
  expect(many.json?.options).toHaveLength(100);
  expect(none.json).toEqual({ options: [] });
  expect(door.slack.views()[0]?.definition).toMatchObject({ callback_id: second });
  expect(door.slack.failures()).toEqual([]);
});

test("no instance at all is said instead of an empty form", async () => {
  const door = await openSlackDoor(bench, { inventory: manyInstances(0) });

  await door.command("");

  expect(door.told()).toContain("No instance is known here yet");
  expect(door.slack.views()).toEqual([]);
});

test("the longest justification fits the form and the card", async () => {
  const door = await openSlackDoor(bench);
  await door.command("");
  await choose(door, "create_snapshot", "prod-orders-01");

  await describe(door, {}, "&".repeat(longestText));

  const [summary] = await door.listBy(danaPerson);
  await door.announce(summary?.id as never);
  expect(door.slack.messages("C0DBPROD")).toHaveLength(1);
  expect(door.slack.failures()).toEqual([]);
});

test("a submission takes the person and one read and one write", async () => {
  const door = await openSlackDoor(bench);
  await door.command("");
  const opened = { slack: door.slack.calls().length, store: door.storeCalls.length };
  await choose(door, "create_snapshot", "staging-orders-01");
  const chosen = { slack: door.slack.calls().length, store: door.storeCalls.length };

  await describe(door, {}, "The counter runs.");

  expect(door.storeCalls.slice(opened.store, chosen.store)).toEqual(["listNamed"]);
  expect(door.storeCalls.slice(chosen.store)).toEqual(["listNamed", "create"]);
  expect(door.slack.calls().slice(opened.slack)).toEqual([]);
});

test("the second step says nothing of the cost where that depends on what is filled in", async () => {
  const door = await openSlackDoor(bench);

  await door.command("");
  await choose(door, "modify_instance_class", "prod-orders-01");

  const secondStep = textOf({ text: "", blocks: door.slack.views()[0]?.definition.blocks ?? [] });
  expect(secondStep).toContain("Change the instance class");
  expect(secondStep).not.toContain("Cost");
});
