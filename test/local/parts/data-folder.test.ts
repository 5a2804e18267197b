import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  DataFolderInUseError,
  ForeignFolderError,
  openDataFolder,
} from "../../../src/local/parts/data-folder.ts";
import { runLauncher } from "./launcher-process.ts";
import { makeTempFolder } from "./temp-folder.ts";

async function open(path: string, fresh = false) {
  const folder = await openDataFolder(path, { fresh });
  onTestFinished(() => folder.release());
  return folder;
}

test("a data folder is made for its owner alone", async () => {
  const path = join(await makeTempFolder(), "deep", "data");

  await open(path);

  const { mode } = await stat(path);
  expect(mode & 0o777).toBe(0o700);
});

test("what was in the folder stays, unless a fresh start is asked for", async () => {
  const path = await makeTempFolder();
  const first = await open(path);
  await mkdir(join(path, "queues"));
  await writeFile(join(path, "queues", "data"), "kept");
  await first.release();

  const second = await open(path);
  const kept = await readdir(path);
  await second.release();
  await open(path, true);
  const afterwards = await readdir(path);

  expect(kept).toContain("queues");
  expect(afterwards).not.toContain("queues");
});

test("a folder with files of somebody else is refused and left as it is", async () => {
  const path = await makeTempFolder();
  await writeFile(join(path, "thesis.txt"), "years of work");

  const opening = openDataFolder(path, { fresh: true });

  await expect(opening).rejects.toThrow(ForeignFolderError);
  expect(await readdir(path)).toEqual(["thesis.txt"]);
});

test("a folder that this process holds is refused until it is released", async () => {
  const path = await makeTempFolder();
  const first = await open(path);

  await expect(openDataFolder(path, { fresh: false })).rejects.toThrow(DataFolderInUseError);
  await first.release();

  await expect(open(path)).resolves.toMatchObject({ path });
});

test("a folder that another process holds is refused, naming it, and taken over once it is killed", async () => {
  const path = await makeTempFolder();
  const other = await runLauncher(path);

  const refused = openDataFolder(path, { fresh: true });

  await expect(refused).rejects.toThrow(
    `${path} is in use by a running Countersign (process ${other.pid}, started`,
  );
  await other.kill("SIGKILL");
  await expect(open(path)).resolves.toMatchObject({ path });
});

test("a process that ends without releasing does not leave the folder held", async () => {
  const path = await makeTempFolder();
  const other = await runLauncher(path);

  await other.kill("SIGTERM");

  await expect(open(path)).resolves.toMatchObject({ path });
});
