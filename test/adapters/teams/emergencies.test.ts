import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { changeRequest } from "../../../src/app/change-request.ts";
import { claim, complete } from "../../../src/core/transitions/run.ts";
import { textOf } from "../../support/strict-teams/text-of.ts";
import { lena as lenaPerson, startWorkbench, type Workbench } from "../../support/workbench.ts";
import { dana, lena, openTeamsDoor, priya, type TeamsDoor, tom } from "./open-teams-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
beforeEach(() => bench.forgetTurns());
afterAll(() => bench.stop());

const times = { leaseSeconds: 60, patienceSeconds: 300 };

/** Asked for in one line by who may, and run. */
async function runEmergency(door: TeamsDoor) {
  await door.say("break-glass reboot prod-orders-01 incident=INC-123 because nobody can pay", lena);
  const [filed] = await door.listBy(lenaPerson);
  if (!filed) throw new Error(`nothing was filed: ${door.lastIn()}`);
  await changeRequest(door.changer, filed.id, (one, now) => claim(one, times, now));
  await changeRequest(door.changer, filed.id, (one, now) => complete(one, [], now));
  await door.announce(filed.id);
  return { id: filed.id, message: door.cardOf(filed.id) };
}

function titlesOf({ actions = [] }: { readonly actions?: readonly object[] | undefined }) {
  return actions.map((one) => "title" in one && one.title);
}

test("an emergency runs without approval, and two others review it in its card, with an objection's reason", async () => {
  const door = await openTeamsDoor(bench);
  const { id, message } = await runEmergency(door);
  const [forPriya, forLena, forDana] = [
    await door.teams.look(priya, message),
    await door.teams.look(lena, message),
    await door.teams.look(dana, message),
  ];
  const [confirm, object] = ["request_confirm", "request_object"];

  const unsaid = door.teams.press({ user: tom, message, action: object });
  await expect(unsaid).rejects.toThrow("object_reason is required");
  await door.teams.press({
    user: priya,
    message,
    action: confirm,
    inputs: { confirm_comment: "It burned." },
  });
  await door.teams.press({ user: tom, message, action: object, inputs: { object_reason: "Too early." } });
  await door.announce(id);

  expect(titlesOf(forPriya)).toEqual(expect.arrayContaining(["Confirm", "Object"]));
  expect(titlesOf(forLena)).not.toContain("Confirm");
  expect(titlesOf(forDana)).not.toContain("Confirm");
  expect(textOf({ card: forDana })).toContain("BREAK-GLASS");
  expect((await door.find(id)).reviews).toMatchObject([
    { verdict: "confirm", by: { name: "Priya Nair" }, surface: "teams", comment: "It burned." },
    { verdict: "object", by: { name: "Tom Okafor" }, comment: "Too early." },
  ]);
  expect(textOf(door.cardOf(id))).toContain("“Too early.”");
  expect(titlesOf(await door.teams.look(tom, door.cardOf(id)))).not.toContain("Object");
  expect(door.teams.failures()).toEqual([]);
});

test("who may not review is told so, whatever they press, and an objection without a reason is refused", async () => {
  const door = await openTeamsDoor(bench);
  const { id, message } = await runEmergency(door);
  const card = await door.teams.look(priya, message);
  const confirm = { message, card, action: "request_confirm" } as const;

  await door.teams.press({ ...confirm, user: lena });
  await door.teams.press({ ...confirm, user: dana });
  await door.teams.press({ ...confirm, user: priya });
  await door.teams.press({ ...confirm, user: priya });
  await door.say(`object ${id}`, tom);

  expect(textOf({ card: await door.teams.look(dana, message) })).toContain("⛔");
  expect((await door.find(id)).reviews).toHaveLength(1);
  expect(textOf({ card: await door.teams.look(priya, message) })).not.toContain("Confirm now");
  expect(await door.eventKinds(id)).toEqual(expect.arrayContaining(["refused", "reviewed"]));
  expect(door.lastIn()).toMatch(/object/i);
  expect(door.teams.failures()).toEqual([]);
});

test("it is reviewed in one line too", async () => {
  const door = await openTeamsDoor(bench);
  const { id } = await runEmergency(door);

  await door.say(`confirm ${id} because Lena asked me`, priya);

  expect(door.lastIn()).toContain(`You have confirmed ${id}`);
  expect((await door.find(id)).reviews).toMatchObject([{ verdict: "confirm" }]);
  expect(door.teams.failures()).toEqual([]);
});
