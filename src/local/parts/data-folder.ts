import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { endLeftover } from "./pid-file.ts";

const lockName = "lock.sqlite";
const holderName = "lock-holder.txt";
const sqliteBusy = 5;

export interface DataFolder {
  readonly path: string;
  release(): Promise<void>;
}

export interface DataFolderOptions {
  /** Start with nothing: what an earlier start kept is deleted. */
  readonly fresh: boolean;
}

/** Another running launcher holds the folder; the message names it. */
export class DataFolderInUseError extends Error {
  override readonly name = "DataFolderInUseError";
}

/** The folder holds files that no launcher put there, so it is neither emptied nor written to. */
export class ForeignFolderError extends Error {
  override readonly name = "ForeignFolderError";
}

// Node closes a database that nobody refers to any more, and the lock would go with it.
const held = new Set<DatabaseSync>();

/**
 * Opens the launcher's data folder, creating it readable for its owner alone, and holds it until `release` or the end
 * of this process, however that comes. Ends the parts that a killed launcher left running in it. Refuses a folder that
 * another launcher holds or that is not a data folder.
 */
export async function openDataFolder(path: string, { fresh }: DataFolderOptions): Promise<DataFolder> {
  const folder = resolve(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await refuseForeign(folder);
  const lock = await takeLock(folder);
  await chmod(folder, 0o700);
  await endLeftovers(folder);
  if (fresh) await empty(folder);
  await writeFile(join(folder, holderName), `process ${process.pid}, started ${new Date().toISOString()}`);
  return {
    path: folder,
    release: async () => {
      if (!held.delete(lock)) return;
      await rm(join(folder, holderName), { force: true });
      lock.close();
    },
  };
}

async function refuseForeign(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length === 0 || names.includes(lockName)) return;
  throw new ForeignFolderError(
    `${folder} is not empty and is no data folder of Countersign's: choose an empty or a new one.`,
  );
}

// The lock is SQLite's, hence the operating system's: it ends with its process and cannot become stale.
async function takeLock(folder: string): Promise<DatabaseSync> {
  const lock = new DatabaseSync(join(folder, lockName), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cause;
    const holder = await readFile(join(folder, holderName), "utf8").catch(() => "another process");
    const message = `${folder} is in use by a running Countersign (${holder}): stop that one, or choose another folder.`;
    throw new DataFolderInUseError(message, { cause });
  }
  held.add(lock);
  return lock;
}

async function endLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  const pidFiles = names.filter((name) => name.endsWith(".pid"));
  await Promise.all(pidFiles.map((name) => endLeftover(join(folder, name))));
}

async function empty(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith(lockName));
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === sqliteBusy;
}
