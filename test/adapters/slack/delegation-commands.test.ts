import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { makeDelegations } from "../../../src/app/delegation/delegate.ts";
import { makeSpreadDelegations } from "../../../src/app/delegation/spread-delegations.ts";
import {
  dana as danaPerson,
  lena as lenaPerson,
  priya as priyaPerson,
  startWorkbench,
  tenant,
  tom as tomPerson,
  type Workbench,
} from "../../support/workbench.ts";
import { lena, olga, openSlackDoor, priya, productionChannel, textOf, tom } from "./open-slack-door.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await startWorkbench();
});
afterEach(async () => {
  const now = () => new Date(Date.now() - 86_400_000);
  const { undelegate } = makeDelegations({ ...bench, tenant, now });
  for (const by of [priyaPerson, tomPerson, lenaPerson])
    await undelegate({ by, other: undefined, surface: "api" });
});
afterAll(() => bench.stop());

test("a line with a mention has somebody decide; it is listed, and taken back by either", async () => {
  const door = await openSlackDoor(bench);

  await door.command(`delegate to <@${lena}|lena> until tomorrow because I am <away>`, priya);
  const made = door.told();
  await door.command("delegations", olga);
  const listed = door.told();
  await door.command(`undelegate <@${priya}|priya>`, lena);
  const ended = door.told();
  await door.command("undelegate", priya);

  expect(made).toContain("Lena Fischer decides for Priya Nair until ");
  expect(listed).toContain("• Lena Fischer decides for Priya Nair until ");
  expect(ended).toContain("Lena Fischer does not decide for Priya Nair any more.");
  expect(door.told()).toContain("There is no such delegation.");
});

test.each([
  ["delegate to lena.fischer@acme.example until friday", "Lena Fischer decides for Priya Nair"],
  ["delegate to nobody until friday", "nobody is nobody whom Countersign knows here."],
  [`delegate to <@${olga}|olga> until friday`, " is in none of the policy's groups"],
  [
    "delegate to elsewhere@acme.example until friday",
    "elsewhere@acme.example is in none of the policy's groups",
  ],
  ["delegate to lena.fischer@acme.example until someday", "is not a day: say a day such as"],
  ["delegate to lena.fischer@acme.example", "Until when?"],
  ["delegate until friday", "Who decides for you?"],
])("%j is answered", async (line, answer) => {
  const door = await openSlackDoor(bench);

  await door.command(line, priya);

  expect(door.told()).toContain(answer);
});

test("the form asks who and until when, and says what is wrong beside it", async () => {
  const door = await openSlackDoor(bench);
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const filled = (user: string) => ({
    delegate_to: { delegate_to: user },
    delegate_until: { delegate_until: day },
  });

  await door.command("delegate", priya);
  const wrong = await door.slack.submitView({
    user: priya,
    callbackId: "delegate_decisions",
    values: filled(priya),
  });
  await door.slack.submitView({ user: priya, callbackId: "delegate_decisions", values: filled(tom) });

  expect(JSON.stringify(wrong)).toContain("Name somebody else: you decide for yourself anyway.");
  expect(await bench.delegations.find(tenant)).toMatchObject({
    delegations: expect.arrayContaining([expect.objectContaining({ of: priyaPerson, to: tomPerson })]),
  });
});

test("an open request's card and thread, and the stand-in, are told", async () => {
  const door = await openSlackDoor(bench);
  const { request, place, ts } = await door.ask();
  await door.command(`delegate to <@${tom}> until tomorrow`, lena);
  const changer = { requests: bench.requests, now: () => new Date(Date.now() + 1000) };
  await makeSpreadDelegations({ ...changer, delegations: bench.delegations, tenant, onFailure: () => {} })(
    500,
  );

  await door.announce(request.id);

  const card = door.slack.messages(productionChannel).find((message) => message.ts === ts);
  expect(place).toBe(productionChannel);
  expect(textOf(card)).toContain("Tom Okafor decides for Lena Fischer until ");
  const all = JSON.stringify(door.slack.calls("chat.postMessage"));
  expect(all).toContain("You decide for Lena Fischer until ");
});

test("a line that people wrote with mentions and links is filed as they read it", async () => {
  const door = await openSlackDoor(bench);

  await door.command(
    `snapshot staging-orders-01 because <@${lena}|lena> says so, see <https://x.example/a?b=1> in <#C0DBPROD|db>`,
  );

  const [summary] = await door.listBy(danaPerson);
  expect(summary === undefined ? "" : (await door.find(summary.id)).justification).toBe(
    "@lena says so, see https://x.example/a?b=1 in #db",
  );
});
