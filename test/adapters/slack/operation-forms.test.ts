import { afterAll, beforeAll, expect, test } from "vitest";
import { modificationRows } from "../../operations/modification-rows.ts";
import { rows } from "../../operations/rows.ts";
import { dana as danaPerson, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { type Door, dana, openSlackDoor } from "./open-slack-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

function choose(door: Door, operation: string, instance: string) {
  const values = { operation: { operation }, instance: { instance } };
  return door.slack.submitView({ user: dana, callbackId: "choose_operation", values });
}

function describe(door: Door, given: object) {
  const fields = Object.entries(given).map(([name, value]) => {
    const id = `parameter#${name}`;
    return [id, { [id]: value === true ? "yes" : String(value).toLowerCase() }];
  });
  const values = { ...Object.fromEntries(fields), justification: { justification: "It is needed." } };
  return door.slack.submitView({ user: dana, callbackId: "describe_request", values });
}

test.each([...rows, ...modificationRows])(
  "$name is asked for with a form that Slack takes",
  async ({ name, on, given }) => {
    const door = await openSlackDoor(bench);
    await door.command("");

    await choose(door, name, on);
    await describe(door, given as object);

    expect(door.slack.failures()).toEqual([]);
    expect(door.slack.views()).toEqual([]);
    const [summary] = await door.listBy(danaPerson);
    expect(summary).toMatchObject({ operation: name });
  },
);

test("a choice is a menu of its words", async () => {
  const door = await openSlackDoor(bench);
  await door.command("");

  await choose(door, "enable_enhanced_monitoring", "dev-postgres-01");

  const blocks = JSON.stringify(door.slack.views()[0]?.definition.blocks);
  expect(blocks).toContain('"type":"static_select"');
  expect(blocks).toContain('{"text":{"type":"plain_text","text":"60","emoji":false},"value":"60"}');
});
