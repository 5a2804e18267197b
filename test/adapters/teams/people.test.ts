import { afterAll, beforeAll, expect, test } from "vitest";
import { acmeTeamsPeople } from "../../support/strict-teams/acme-teams.ts";
import { startWorkbench, type Workbench } from "../../support/workbench.ts";
import { channel, dana, olga, openTeamsDoor } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterAll(() => bench.stop());

test.each([
  ["a guest", acmeTeamsPeople.gustav, "guests cannot ask or decide."],
  [
    "who has a principal name and no address",
    acmeTeamsPeople.nora,
    "your Microsoft account has no e-mail address.",
  ],
  ["who has neither", acmeTeamsPeople.otto, "your Microsoft account has no e-mail address."],
])("%s is told why they are not known", async (_who, { id }, why) => {
  const door = await openTeamsDoor(bench);

  await door.say("list", id);

  expect(door.lastIn()).toContain(`Countersign does not know you here: ${why}`);
});

test("a person is asked for once in three minutes, and a refused one each time", async () => {
  const door = await openTeamsDoor(bench);

  await Promise.all([door.say("list"), door.say("list mine")]);
  const once = door.teams.calls("member").length;
  door.pass(181);
  await door.say("list");
  const twice = door.teams.calls("member").length;
  await door.say("list", acmeTeamsPeople.nora.id);
  await door.say("list", acmeTeamsPeople.nora.id);

  expect([once, twice, door.teams.calls("member").length]).toEqual([1, 2, 4]);
});

test("an account that is not the sender's is nobody's", async () => {
  const door = await openTeamsDoor(bench);
  await door.say("help", olga);

  await door.teams.send({
    ...door.teams.sent().at(-1),
    id: "other-account",
    from: { id: olga, aadObjectId: acmeTeamsPeople.priya.aadObjectId },
    text: "<at>Countersign</at> list",
  });

  expect(door.lastIn()).toContain("Teams does not show your account to it.");
});

test("where the bot is no member, the person is asked for in their own chat, or told what to do", async () => {
  const door = await openTeamsDoor(bench, { isInstalled: false });
  const search = {
    user: dana,
    conversation: channel,
    command: "findRequest",
    parameter: "text",
    text: "nothing-like-it",
  };

  await door.teams.query(search);
  const before = door.teams.told().at(-1)?.text;
  await door.teams.install(dana, dana);
  await door.teams.query(search);

  expect(before).toContain("Write to it in its own chat, or add it to this one.");
  expect(door.teams.told().at(-1)?.text).toContain("No request matches.");
});

test.each([
  ["the first step", { step: "choose" }],
  [
    "the second step",
    {
      step: "describe",
      form_id: "made-up",
      choice: { operation: "create_snapshot", instanceId: "prod-orders-01" },
    },
  ],
  ["that of a delegation", { step: "delegate" }],
])(
  "a guest who makes up %s of a form is told why they are not known, and no database",
  async (_what, form) => {
    const door = await openTeamsDoor(bench);
    await door.say("help", acmeTeamsPeople.gustav.id);
    const { text: _text, ...said } = door.teams.sent().at(-1) ?? {};
    const entered = { operation: "create_snapshot", instance: "prod" };

    const { body } = await door.teams.send({
      ...said,
      id: "made-up",
      type: "invoke",
      name: "task/submit",
      value: { data: { form, ...entered } },
    });

    expect(body).toContain("guests cannot ask or decide.");
    expect(body).not.toContain("prod-orders-01");
  },
);
