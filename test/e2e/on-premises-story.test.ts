import { afterAll, beforeAll, expect, test } from "vitest";
import { acmeChannels, acmePeople } from "../../src/local/parts/workspace.ts";
import { type Chat, openChat } from "../local/chat.ts";
import { type Launcher, makeDataFolder, startLauncher } from "../local/launcher.ts";
import { askCommandLine } from "../support/command-line.ts";
import { eventually } from "../support/eventually.ts";

let folder: Awaited<ReturnType<typeof makeDataFolder>>;
let launcher: Launcher;
let chat: Chat;

beforeAll(async () => {
  folder = await makeDataFolder();
  launcher = startLauncher({ environment: { COUNTERSIGN_DATA: folder.data, PORT: "0" } });
  await launcher.says("Ctrl-C stops everything");
  chat = openChat(launcher.address("Chat"));
}, 60_000);

afterAll(async () => {
  launcher.signal("SIGTERM");
  await launcher.ended;
  await folder.remove();
});

/** The command line in another terminal, as the sample premises have it. */
const countersign = (...args: readonly string[]) =>
  askCommandLine([...args, "--config", `${folder.data}/on-premises/trigger.yaml`]);

test("what a monitoring system asks for is approved in the chat, run on its machine, and followed in the thread", async () => {
  const asked = await countersign(
    ...["trigger", "--subject", "db-7", "--issue", "Replica lags by 900 s", "--action", "restart_service"],
    ...["--parameters", '{"unit":"replicator"}'],
  );
  const card = await chat.card(acmeChannels.production.id, "restart_service on db-7");
  await chat.approve(acmePeople.priya.id, card);
  const answer = await eventually("the end of the action", async () => {
    const stands = await countersign("trigger", "--status", asked.request_id);
    return stands.status === "executed" ? stands : undefined;
  });
  const thread = await eventually("the end in the thread", async () => {
    const lines = (await chat.messages(acmeChannels.production.id)).filter(
      ({ thread_ts }) => thread_ts === card.ts,
    );
    return lines.some(({ text }) => text.includes("Done")) ? lines.map(({ text }) => text) : undefined;
  });

  expect(asked).toMatchObject({ status: "pending", approvals_required: 1 });
  expect(answer.outcome).toMatchObject({ result: "available", exit_code: 0 });
  expect(answer.outcome.output).toContain("replicator is up again");
  expect(thread.join("\n")).toContain("Started by machine-room-1.");
  expect(thread.join("\n")).toContain("Stopping replicator");
  expect(thread.join("\n")).toContain("Exit code: 0");
}, 60_000);
