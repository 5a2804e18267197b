import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { makeDelegations } from "../../../src/app/delegation/delegate.ts";
import { acmeTeamsPeople } from "../../support/strict-teams/acme-teams.ts";
import { textOf } from "../../support/strict-teams/text-of.ts";
import {
  priya as priyaPerson,
  startWorkbench,
  tenant,
  tom as tomPerson,
  type Workbench,
} from "../../support/workbench.ts";
import { channel, dana, lena, openTeamsDoor, priya, type TeamsDoor, tom } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterEach(async () => {
  const { undelegate } = makeDelegations({ ...bench, tenant, now: () => new Date() });
  for (const by of [priyaPerson, tomPerson]) await undelegate({ by, other: undefined, surface: "api" });
});
afterAll(() => bench.stop());

const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);

/** A line in which people are mentioned, as Teams sends it: the names in the text, whom they mean beside it. */
async function sayWith(
  door: TeamsDoor,
  text: string,
  mentions: readonly { readonly name: string; readonly id: string }[],
  user: string = priya,
) {
  await door.say("help", user);
  const said = door.teams.sent().at(-1) ?? {};
  const bot = { name: "Countersign", id: door.teams.bot.id };
  return door.teams.send({
    ...said,
    id: `with-mentions-${Math.random()}`,
    text: `<at>Countersign</at> ${text}`,
    entities: [bot, ...mentions].map(({ name, id }) => ({
      type: "mention",
      text: `<at>${name}</at>`,
      mentioned: { id, name },
    })),
  });
}

async function delegatesNow() {
  const { delegations } = await bench.delegations.find(tenant);
  return delegations.filter(({ until }) => until > new Date()).map(({ of, to }) => [of.id, to.id]);
}

const fromPriya = (to: string | undefined) => [[priyaPerson.id, to]];

describe("in one line", () => {
  test("a mention names who decides, until it is ended", async () => {
    const door = await openTeamsDoor(bench);
    const request = await door.ask();

    const mentioned = [{ name: "Lena Fischer", id: lena }];
    await sayWith(
      door,
      `delegate to <at>Lena Fischer</at> until ${inTwoDays} because I&#39;m away`,
      mentioned,
    );
    const told = door.lastIn();
    await door.say("delegations", dana);
    const listed = door.lastIn();
    await door.announce(request.id);
    const between = await delegatesNow();
    await sayWith(door, "undelegate <at>Lena Fischer</at>", mentioned);

    expect(told).toContain("Lena Fischer");
    expect(listed).toContain("Lena Fischer");
    expect(between).toEqual(fromPriya(acmeTeamsPeople.lena.email));
    expect(door.lastIn()).toContain("Lena Fischer does not decide for Priya Nair any more.");
    expect(await delegatesNow()).toEqual([]);
    expect(door.teams.failures()).toEqual([]);
  });

  test("whom a mention means is told by Teams, never by the name in the text", async () => {
    const door = await openTeamsDoor(bench);

    await sayWith(door, `delegate to <at>Lena Fischer</at> until ${inTwoDays}`, [
      { name: "Lena Fischer", id: tom },
    ]);

    expect(await delegatesNow()).toEqual(fromPriya(acmeTeamsPeople.tom.email));
  });

  test.each([
    ["a name alone", "<at>Lena Fischer</at>", []],
    [
      "two people of one name",
      "<at>Lena</at>",
      [
        { name: "Lena", id: lena },
        { name: "Lena", id: tom },
      ],
    ],
    ["a guest", "<at>Gustav</at>", [{ name: "Gustav", id: acmeTeamsPeople.gustav.id }]],
    ["nobody's id", "<at>Nobody</at>", [{ name: "Nobody", id: "29:1nobody" }]],
    ["a word", "everyone", []],
  ])("%s names nobody", async (_what, who, mentions) => {
    const door = await openTeamsDoor(bench);

    await sayWith(door, `delegate to ${who} until ${inTwoDays}`, mentions);

    expect(door.lastIn()).toContain("is nobody whom Countersign knows here.");
    expect(door.lastIn()).not.toContain("\ue000");
    expect(await delegatesNow()).toEqual([]);
  });

  test("a mail address names one who may not be in Teams, and a member by their name", async () => {
    const door = await openTeamsDoor(bench);
    await door.say("list", lena);

    await door.say(`delegate to Lena.Fischer@acme.example until ${inTwoDays}`, priya);
    const ofMember = door.lastIn();
    await door.say("undelegate", priya);
    await door.say(`delegate to tom.okafor@acme.example until ${inTwoDays}`, priya);

    expect(ofMember).toContain("Lena Fischer");
    expect(door.lastIn()).toContain("tom.okafor@acme.example");
    expect(await delegatesNow()).toEqual(fromPriya(acmeTeamsPeople.tom.email));
  });

  test("in any other line a mention is a name", async () => {
    const door = await openTeamsDoor(bench);
    const justification = "because <at>Lena Fischer</at> wants it";

    await sayWith(
      door,
      `snapshot prod-orders-01 ${justification}`,
      [{ name: "Lena Fischer", id: lena }],
      dana,
    );

    const id = /req-[\w]+/.exec(door.lastIn())?.[0] ?? "";
    expect(await door.find(id as never)).toMatchObject({ justification: "@Lena Fischer wants it" });
  });
});

describe("in the form", () => {
  async function openForm(door: TeamsDoor) {
    await door.say("delegate", priya);
    const message = door.teams.messages(channel).at(-1);
    if (!message) throw new Error("nothing was answered");
    await door.teams.press({ user: priya, message, action: "Somebody decides for me" });
  }

  test("somebody decides, once it says whom", async () => {
    const door = await openTeamsDoor(bench);
    await openForm(door);

    const wrong = { delegate_to: "Tom", delegate_until: inTwoDays, delegate_reason: "On leave." };
    await door.teams.submitDialog(priya, wrong);
    const again = textOf(door.teams.dialogOf(priya));
    await door.teams.submitDialog(priya, { delegate_to: "tom.okafor@acme.example" });

    expect(again).toContain("Tom is nobody whom Countersign knows here.");
    expect(again).toContain("On leave.");
    expect(textOf(door.teams.dialogOf(priya))).toContain("You can still decide what they have not.");
    expect(await delegatesNow()).toEqual(fromPriya(acmeTeamsPeople.tom.email));
    expect(door.teams.failures()).toEqual([]);
  });

  test("a day that is over is told beside it", async () => {
    const door = await openTeamsDoor(bench);
    await openForm(door);

    await door.teams.submitDialog(priya, {
      delegate_to: "tom.okafor@acme.example",
      delegate_until: "2020-01-01",
    });

    expect(textOf(door.teams.dialogOf(priya))).toContain("2020-01-01 is over");
    expect(await delegatesNow()).toEqual([]);
    expect(door.teams.failures()).toEqual([]);
  });
});
