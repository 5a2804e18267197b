import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { acmeChannels, acmePeople } from "../../src/local/parts/workspace.ts";
import { type Chat, openChat } from "./chat.ts";
import { isRunning, type Launcher, makeDataFolder, runLauncher, startLauncher } from "./launcher.ts";
import { areFree, findPortBlock } from "./port-block.ts";

let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let ports: readonly number[];
let environment: Readonly<Record<string, string>>;
let launcher: Launcher;
let chat: Chat;

beforeAll(async () => {
  folder = await makeDataFolder();
  ports = await findPortBlock();
  environment = { COUNTERSIGN_DATA: folder.data, PORT: String(ports[0]) };
  launcher = startLauncher({ environment });
  await launcher.says("Ctrl-C stops everything");
  chat = openChat(launcher.address("Chat"));
}, 60_000);

afterAll(async () => {
  launcher.signal("SIGTERM");
  await launcher.ended;
  await folder.remove();
});

describe("while it runs", () => {
  test("it says where the chat page is, on the port asked for, and what to try there", async () => {
    const page = await fetch(launcher.address("Chat"));

    expect(new URL(launcher.address("Chat")).port).toBe(String(ports[0]));
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(launcher.said()).toContain(
      "/rds-request snapshot prod-orders-01 because the schema changes tonight",
    );
    expect(launcher.said()).not.toContain("is in use");
  });

  test("the mailbox's page is where it says", async () => {
    const inbox = await fetch(launcher.address("Inbox"));

    expect(inbox.ok).toBe(true);
  });

  test("the instances are known from the first command on, and it leads to a card with readable dates", async () => {
    const answer = await chat.command(
      acmePeople.dana.id,
      "snapshot prod-orders-01 because the schema changes tonight",
    );
    const card = await chat.card(acmeChannels.production.id, "prod-orders-01");

    expect(answer).toContain("is waiting for approval: Create a snapshot of prod-orders-01.");
    expect(card.text).toContain("Waiting for approval · 0 of 2");
    expect(JSON.stringify(card)).not.toContain("<!date");
    expect(JSON.stringify(card)).toMatch(/\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/);
  });

  test("a second one on the same folder is refused in a sentence that names the holder", async () => {
    const { code, complaint } = await startLauncher({ environment: { ...environment, PORT: "0" } }).ended;

    expect(code).toBe(1);
    expect(complaint).toMatch(
      /data is in use by a running Countersign \(process \d+, started .*\): stop that one/,
    );
    expect(complaint).not.toContain("    at ");
  });

  test("another one finds its own ports, says so, works, and ends by SIGTERM with nothing left", async () => {
    const { data, remove } = await makeDataFolder();
    onTestFinished(remove);
    const other = await runLauncher({ environment: { ...environment, COUNTERSIGN_DATA: data } });
    const otherChat = openChat(other.address("Chat"));

    await otherChat.command(acmePeople.dana.id, "snapshot prod-payments-01 because it is mine");
    await otherChat.card(acmeChannels.production.id, "prod-payments-01");
    const parts = await other.parts();
    other.signal("SIGTERM");
    const { code } = await other.ended;

    expect(Number(new URL(other.address("Chat")).port)).toBeGreaterThan(Number(ports.at(-1)));
    expect(other.said()).toContain(`Port ${ports[0]} is in use, so the chat is on the next free one.`);
    expect(JSON.stringify(await chat.cards())).not.toContain("prod-payments-01");
    expect(code).toBe(0);
    expect(parts).toHaveLength(2);
    expect(await Promise.all(parts.map(isRunning))).toEqual([false, false]);
  });
});

describe("stopped by Ctrl-C", () => {
  test("which npm passes on once more, it ends well, with no process left and every port free", async () => {
    const parts = await launcher.parts();

    launcher.signal("SIGINT");
    await launcher.says("Stopping ...");
    launcher.signal("SIGINT");
    const { code, complaint } = await launcher.ended;

    expect(code).toBe(0);
    expect(complaint).toBe("");
    expect(parts).toHaveLength(2);
    expect(await Promise.all(parts.map(isRunning))).toEqual([false, false]);
    expect(await areFree(ports)).toBe(true);
  });
});
