import { readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { findCommandLine } from "./command-line.ts";
import { PartStartError } from "./part.ts";

const politeMs = 3_000;
const forcedMs = 3_000;

const pidFileSchema = z.object({ pid: z.int().positive(), commandLine: z.string().min(1) });
type PidFile = z.infer<typeof pidFileSchema>;

/** Remembers a child, so that the next start can end it should this process be killed before it can do so itself. */
export async function writePidFile(file: string, pid: number, words: readonly string[]): Promise<void> {
  const entry: PidFile = { pid, commandLine: words.join(" ") };
  await writeFile(file, JSON.stringify(entry), { mode: 0o600 });
}

/**
 * Ends the child that a killed launcher left running, if its process still has the command line that was written
 * down: a number that went to another process since is left alone. Throws when the child does not end.
 */
export async function endLeftover(file: string): Promise<void> {
  const entry = await readPidFile(file);
  if (entry && (await isRunning(entry))) {
    signal(entry.pid, "SIGTERM");
    if (!(await endsWithin(politeMs, entry))) signal(entry.pid, "SIGKILL");
    if (!(await endsWithin(forcedMs, entry))) {
      throw new PartStartError(`Process ${entry.pid} of an earlier start does not end: ${entry.commandLine}`);
    }
  }
  await removePidFile(file);
}

export async function removePidFile(file: string): Promise<void> {
  await rm(file, { force: true });
}

async function readPidFile(file: string): Promise<PidFile | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return pidFileSchema.parse(JSON.parse(text));
  } catch {
    // Torn by a power cut, so it names nobody.
    return undefined;
  }
}

async function isRunning(entry: PidFile): Promise<boolean> {
  return (await findCommandLine(entry.pid)) === entry.commandLine;
}

async function endsWithin(ms: number, entry: PidFile): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (await isRunning(entry)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}
