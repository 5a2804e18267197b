import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { answersWith } from "../../../src/local/parts/answers-with.ts";
import { findCommandLine } from "../../../src/local/parts/command-line.ts";
import { openDataFolder } from "../../../src/local/parts/data-folder.ts";
import { startDynamoDb } from "../../../src/local/parts/dynamodb.ts";
import { PartStartError } from "../../../src/local/parts/part.ts";
import { endLeftover, writePidFile } from "../../../src/local/parts/pid-file.ts";
import { startChild } from "../../../src/local/parts/start-child.ts";
import { runLauncher } from "./launcher-process.ts";
import { makeTempFolder } from "./temp-folder.ts";

async function startNode(
  script: string,
  overrides: { isReady?: () => Promise<boolean>; readyWithinMs?: number } = {},
) {
  const pidFile = join(await makeTempFolder(), "child.pid");
  const args = ["-e", script];
  const isReady = async () => true;
  const child = await startChild({
    name: "Sample",
    command: process.execPath,
    args,
    pidFile,
    isReady,
    ...overrides,
  });
  onTestFinished(() => child.stop());
  return { ...child, pidFile };
}

function isDynamoDb(url: string): Promise<boolean> {
  return answersWith(url, "healthy: dynamodb");
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}

test("stop ends the process and forgets it", async () => {
  const child = await startNode("setInterval(() => {}, 1000)");

  await child.stop();

  expect(await findCommandLine(child.pid)).toBeUndefined();
  await expect(readFile(child.pidFile)).rejects.toThrow("ENOENT");
});

test("stop may be called twice, and after the process has ended by itself", async () => {
  const child = await startNode("");
  await until(async () => (await findCommandLine(child.pid)) === undefined);

  await child.stop();

  await expect(child.stop()).resolves.toBeUndefined();
});

test("a process that ends before it is ready is told with its last words", async () => {
  const isReady = async () => false;

  const started = startNode("console.error('first'); console.error('port is taken'); process.exit(3)", {
    isReady,
  });

  await expect(started).rejects.toThrow(PartStartError);
  await expect(started).rejects.toThrow(
    "Sample did not start: it ended with code 3\nIt said:\nfirst\nport is taken",
  );
});

test("a process that never becomes ready is ended and told so", async () => {
  const isReady = async () => false;

  const started = startNode("setInterval(() => {}, 1000)", { isReady, readyWithinMs: 100 });

  await expect(started).rejects.toThrow("Sample did not start: it was not ready within 0.1 seconds");
});

test("a program that does not exist is told so", async () => {
  const pidFile = join(await makeTempFolder(), "child.pid");

  const started = startChild({
    name: "Sample",
    command: "/nowhere",
    args: [],
    pidFile,
    isReady: async () => true,
  });

  await expect(started).rejects.toThrow(/Sample did not start: it could not be run \(.*ENOENT\)/);
});

test("a child ends with its launcher when the launcher exits", async () => {
  const launcher = await runLauncher(await makeTempFolder(), "with-part");

  await launcher.kill("SIGUSR2");

  await until(async () => !(await isDynamoDb(launcher.said)));
  expect(await isDynamoDb(launcher.said)).toBe(false);
});

test("the child of a killed launcher is ended by the next start on the same data", async () => {
  const path = await makeTempFolder();
  const launcher = await runLauncher(path, "with-part");
  await launcher.kill("SIGKILL");
  const survived = await isDynamoDb(launcher.said);

  const part = await startDynamoDb({ dataFile: join(path, "tables.sqlite"), port: 0 });
  onTestFinished(() => part.stop());

  expect(survived).toBe(true);
  expect(await isDynamoDb(launcher.said)).toBe(false);
  expect(await isDynamoDb(part.url)).toBe(true);
});

test.each([true, false])(
  "opening the data folder (fresh: %s) ends the child of a killed launcher",
  async (fresh) => {
    const path = await makeTempFolder();
    const launcher = await runLauncher(path, "with-part");
    await launcher.kill("SIGKILL");

    const folder = await openDataFolder(path, { fresh });
    onTestFinished(() => folder.release());

    expect(await isDynamoDb(launcher.said)).toBe(false);
    expect(await readdir(path)).not.toContain("tables.sqlite.pid");
  },
);

test("a process that got the number of an ended child is left alone", async () => {
  const bystander = await startNode("setInterval(() => {}, 1000)");
  const pidFile = join(await makeTempFolder(), "child.pid");
  await writePidFile(pidFile, bystander.pid, ["dynoxide", "serve"]);

  await endLeftover(pidFile);

  expect(await findCommandLine(bystander.pid)).toContain("setInterval");
});

test("a torn pid file is passed over", async () => {
  const pidFile = join(await makeTempFolder(), "child.pid");
  await writeFile(pidFile, '{"pid":12');

  await endLeftover(pidFile);

  await expect(readFile(pidFile)).rejects.toThrow("ENOENT");
});
