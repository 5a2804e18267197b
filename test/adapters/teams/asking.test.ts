import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { helpOf } from "../../../src/app/chat/chat-texts.ts";
import { catalogue } from "../../../src/operations/catalogue.ts";
import { analyticsOrigin } from "../../support/analytics-links.ts";
import { textOf } from "../../support/strict-teams/text-of.ts";
import {
  dana as danaPerson,
  lena as lenaPerson,
  startWorkbench,
  type Workbench,
} from "../../support/workbench.ts";
import { channel, dana, lena, olga, openTeamsDoor, priya } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

const filled = { operation: "create_snapshot", instance: "prod-orders-01" };

describe("a typed line", () => {
  test("for the analytics, in a channel, is answered in its author's own chat, as the link is theirs alone", async () => {
    const door = await openTeamsDoor(bench);

    await door.say("analytics", priya);
    const before = door.lastIn();
    for (const one of [priya, olga]) await door.teams.install(one, one);
    await door.say("analytics", priya);
    const own = door.teams.messages(door.teams.personalChatOf(priya)).at(-1);
    const inChannel = JSON.stringify(door.teams.messages(channel));
    await door.say("analytics", olga);

    expect(before).toContain("add Countersign in Teams, and ask in your chat with it");
    expect(textOf(own)).toContain("The link is yours alone, and good for 15 minutes.");
    expect(JSON.stringify(own)).toContain(`"type":"Action.OpenUrl","title":"Open analytics"`);
    expect(JSON.stringify(own)).toContain(`"url":"${analyticsOrigin}/analytics?token=kms1.`);
    expect(inChannel).not.toContain("token=");
    expect(door.lastIn(door.teams.personalChatOf(olga))).toContain("The analytics are for members of");
    expect(door.teams.failures()).toEqual([]);
  });

  test("makes a request, once for its copies, and tells its id", async () => {
    const door = await openTeamsDoor(bench);
    const before = (await door.listBy(danaPerson)).length;

    await door.say("rds-request snapshot prod-orders-01 because the schema changes & it's <risky>");
    await door.teams.send(door.teams.sent().at(-1) ?? {});

    const requests = await door.listBy(danaPerson);
    expect(requests).toHaveLength(before + 1);
    const request = await door.find(requests[0]?.id ?? missing());
    expect(request).toMatchObject({
      requestedVia: "teams",
      justification: "the schema changes & it's <risky>",
      teamsChannels: [expect.stringContaining("@thread.tacv2")],
    });
    expect(door.lastIn()).toContain(
      `${request.id} is waiting for approval: Create a snapshot of prod-orders-01.`,
    );
    expect(door.teams.failures()).toEqual([]);
  });

  test.each([
    ["help", "@Countersign opens the form"],
    ["reboot", "Which instance?"],
    ["status req-zzzzzzzzzz", "There is no request req-zzzzzzzzzz"],
    ["snapshot nowhere-01 because why", 'There is no instance "nowhere-01".'],
  ])("%s is answered in the thread", async (line, answer) => {
    const door = await openTeamsDoor(bench);

    await door.say(line);

    expect(door.lastIn()).toContain(answer);
    expect(door.teams.messages(channel).at(-1)?.root).toBe(door.teams.messages(channel).at(-2)?.id);
    expect(door.teams.failures()).toEqual([]);
  });

  test("help is that of every chat, every line of it, with the policy's templates", async () => {
    const door = await openTeamsDoor(bench);

    await door.say("help");

    const told = door.lastIn();
    const lines = helpOf(bench.policy, "@Countersign").replaceAll("`", "").split("\n");
    expect(lines.length).toBeGreaterThan(12);
    for (const line of lines) expect(told).toContain(line);
  });

  test("a template says what it says, and the emergency's number is asked for", async () => {
    const door = await openTeamsDoor(bench);

    await door.say("template nightly-snapshot staging-orders-01", lena);
    const [asked] = await door.listBy(lenaPerson);
    await door.say("break-glass reboot prod-orders-01 because it burns", lena);
    const withoutIncident = door.lastIn();
    await door.say("break-glass reboot prod-orders-01 incident=INC-1 because it burns", dana);

    expect(await door.find(asked?.id ?? missing())).toMatchObject({
      template: "nightly-snapshot",
      justification: "The snapshot before the nightly batch.",
    });
    expect(withoutIncident).toContain("incident");
    expect(door.lastIn()).toContain("sre-oncall");
    expect(door.teams.failures()).toEqual([]);
  });

  test("list, status and cancel show and end what was asked for", async () => {
    const door = await openTeamsDoor(bench);
    const request = await door.ask();

    await door.say("list mine");
    const list = door.lastIn();
    await door.say(`status ${request.id}`);
    const status = door.lastIn();
    await door.say(`cancel ${request.id}`, olga);
    const others = door.lastIn();
    await door.say(`cancel ${request.id}`);

    expect(list).toContain(request.id);
    expect(status).toContain("Waiting for approval · 0 of 2");
    expect(others).toContain("Only dana.reyes@acme.example, who asked for it, can cancel this request.");
    expect(door.lastIn()).toContain(`You have cancelled ${request.id}`);
    expect(door.teams.failures()).toEqual([]);
  });
});

describe("the form", () => {
  test("opens from a mention, and makes one request, however often it is sent", async () => {
    const door = await openTeamsDoor(bench);
    await door.say("rds-request");
    const message = door.teams.messages(channel).at(-1);
    if (!message) throw new Error("nothing was answered");
    await door.teams.press({ user: dana, message, action: "Request an operation" });
    await door.teams.submitDialog(dana, filled);
    const before = (await door.listBy(danaPerson)).length;

    await door.teams.submitDialog(dana, { justification: "The migration starts at ten." });
    await door.teams.send(door.teams.sent().at(-1) ?? {});

    const [request, ...others] = await door.listBy(danaPerson);
    expect(others.length + 1).toBe(before + 1);
    expect(textOf(door.teams.dialogOf(dana))).toContain(`${request?.id} is waiting for approval`);
    expect(door.teams.failures()).toEqual([]);
  });

  test("opens from the command, finds instances as they are typed, and shows what is wrong beside its question", async () => {
    const door = await openTeamsDoor(bench);
    await door.teams.openCommand(dana, channel, "askForChange");
    const found = await door.teams.suggest(dana, "instance", "prod-ord");
    await door.teams.submitDialog(dana, { operation: "modify_backup_window", instance: "prod-orders-01" });

    await door.teams.submitDialog(dana, { "parameter#backup_window": "tonight", justification: "Why not." });

    expect(found.map(({ value }) => value)).toContain("prod-orders-01");
    const again = textOf(door.teams.dialogOf(dana));
    expect(again).toContain("⚠️");
    expect(again).toContain("tonight");
    expect(again).toContain("Why not.");
    expect(door.teams.failures()).toEqual([]);
  });

  test.each(catalogue.map(({ name }) => name))("of %s is one that Teams takes", async (operation) => {
    const door = await openTeamsDoor(bench, { isInstalled: false });
    await door.teams.install(dana, dana);
    const chat = door.teams.personalChatOf(dana);
    await door.teams.openCommand(dana, chat, "askForChange");

    await door.teams.submitDialog(dana, { operation, instance: "prod-orders-01" });

    expect(textOf(door.teams.dialogOf(dana))).toContain("Why it is needed");
    expect(door.teams.failures()).toEqual([]);
  });

  test("offers the policy's templates, which need no reason, and keeps them when it comes back", async () => {
    const door = await openTeamsDoor(bench);
    await door.teams.openCommand(lena, channel, "askForChange");
    const first = textOf(door.teams.dialogOf(lena));
    await door.teams.submitDialog(lena, {
      operation: "template#nightly-snapshot",
      instance: "staging-orders-01",
    });
    const second = textOf(door.teams.dialogOf(lena));

    await door.teams.submitDialog(lena, { "parameter#snapshot_id": "-nope-" });
    const again = textOf(door.teams.dialogOf(lena));
    await door.teams.submitDialog(lena, { "parameter#snapshot_id": "tonight" });

    expect(first).toContain("Template: nightly-snapshot");
    expect(second).toContain("“The snapshot before the nightly batch.” if you leave it empty.");
    expect(again).toContain("nightly-snapshot: ");
    expect(again).toContain("start with a letter");
    const [asked] = await door.listBy(lenaPerson);
    expect(await door.find(asked?.id ?? missing())).toMatchObject({
      template: "nightly-snapshot",
      intent: { parameters: { snapshot_id: "tonight" } },
    });
    expect(door.teams.failures()).toEqual([]);
  });

  test("says what is wrong with the choice", async () => {
    const door = await openTeamsDoor(bench);
    await door.teams.openCommand(dana, channel, "askForChange");

    await door.teams.submitDialog(dana, { operation: "reboot_instance" });

    expect(textOf(door.teams.dialogOf(dana))).toContain("Choose one, or name several below.");
  });
});

test("the message extension finds a request and inserts its card, which serves whoever presses", async () => {
  const door = await openTeamsDoor(bench);
  const request = await door.ask();
  const search = { conversation: channel, command: "findRequest", parameter: "text" };

  const [byId] = await door.teams.query({ ...search, user: dana, text: request.id });
  const recent = await door.teams.query({ ...search, user: dana, text: "" });
  if (!byId) throw new Error("nothing was found");
  const message = door.teams.insert(dana, channel, byId);
  await door.teams.press({ user: priya, message, action: "request_view" });

  expect(recent.some(({ text }) => text.includes(request.id))).toBe(true);
  expect(textOf({ card: await door.teams.look(priya, message) })).toContain("Approve");
  expect(door.teams.failures()).toEqual([]);
});

function missing(): never {
  throw new Error("there is no request");
}
