import { afterAll, beforeAll, expect, test } from "vitest";
import { acmeChannels, acmePeople } from "../../src/local/parts/workspace.ts";
import { openChat, requestIdIn } from "./chat.ts";
import { isRunning, type Launcher, makeDataFolder, startLauncher } from "./launcher.ts";

const { dana, priya } = acmePeople;
const production = acmeChannels.production.id;

let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let launcher: Launcher;
let pending: string;
let finished: string;

async function start(...words: readonly string[]) {
  launcher = startLauncher({ environment: { COUNTERSIGN_DATA: folder.data, PORT: "0" }, words });
  await launcher.says("Ctrl-C stops everything");
  return openChat(launcher.address("Chat"));
}

/** Each test goes on with what the one before left. */
beforeAll(async () => {
  folder = await makeDataFolder();
  const chat = await start();
  pending = requestIdIn(await chat.command(dana.id, "snapshot prod-orders-01 because it is due"));
  finished = requestIdIn(await chat.command(dana.id, "snapshot prod-reports-01 because I changed my mind"));
  await chat.card(production, pending);
  await chat.command(dana.id, `cancel ${finished}`);
  await chat.card(production, "Cancelled by");
  launcher.signal("SIGINT");
  await launcher.ended;
}, 60_000);

afterAll(async () => {
  launcher.signal("SIGTERM");
  await launcher.ended;
  await folder.remove();
});

test("a second start keeps the requests and shows the unfinished one again, once and with working buttons", async () => {
  const chat = await start();

  const card = await chat.card(production, pending);
  const list = await chat.command(dana.id, "list");
  await chat.approve(priya.id, card);

  expect(launcher.said()).toContain("1 unfinished from before, shown again in the chat.");
  expect(list).toContain(pending);
  expect(await chat.command(dana.id, `status ${finished}`)).toContain("ancelled");
  const cards = await chat.cards();
  expect(cards.map(({ text }) => text)).toEqual([
    expect.stringContaining("prod-orders-01: ⏳ Waiting for approval · 1 of 2"),
  ]);
});

test("after a SIGKILL the next start ends what was left running, and nothing is lost", async () => {
  const leftovers = await launcher.parts();
  launcher.signal("SIGKILL");
  await launcher.ended;
  const survived = await Promise.all(leftovers.map(isRunning));

  const chat = await start();

  const card = await chat.card(production, pending);
  expect(card.text).toContain("Waiting for approval · 1 of 2");
  expect(survived).toEqual([true, true]);
  expect(await Promise.all(leftovers.map(isRunning))).toEqual([false, false]);
  expect(await chat.cards()).toHaveLength(1);
  launcher.signal("SIGTERM");
  await launcher.ended;
});

test("--fresh begins with nothing", async () => {
  const chat = await start("--fresh");

  const list = await chat.command(dana.id, "list");
  const status = await chat.command(dana.id, `status ${pending}`);

  expect(list).not.toContain("req-");
  expect(status).toContain(`There is no request ${pending}.`);
  expect(await chat.cards()).toEqual([]);
  expect(launcher.said()).not.toContain("unfinished");
});
