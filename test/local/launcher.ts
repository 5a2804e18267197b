import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { findCommandLine } from "../../src/local/parts/command-line.ts";
import { eventually } from "../support/eventually.ts";

export type Launcher = ReturnType<typeof startLauncher>;

interface Start {
  readonly environment: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
}

const root = join(import.meta.dirname, "../..");
const running = new Set<{ kill: (signal: NodeJS.Signals) => unknown }>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** `npm start`'s program as a process of its own, with nothing of this one's environment but what it needs to run. */
export function startLauncher({ environment, words = [] }: Start) {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, ["src/local/start.ts", ...words], {
    cwd: root,
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  const complaint = text(child.stderr);
  const ended = once(child, "close").then(async ([code]) => {
    running.delete(child);
    return { code: code as number | null, said, complaint: await complaint };
  });
  const lineOf = (label: string) => new RegExp(`^  ${label}\\s+(\\S+)`, "m").exec(said)?.[1];

  return {
    said: () => said,
    ended,
    signal: (name: NodeJS.Signals) => child.kill(name),
    /** The word after a label of the banner: `Chat`, `Inbox`. */
    address(label: string): string {
      const address = lineOf(label);
      if (address === undefined) throw new Error(`no ${label} in:\n${said}`);
      return address;
    },
    /** Resolves when it has printed the words; throws with all it said when it ends before. */
    async says(words: string): Promise<void> {
      const hasEnded = ended.then(({ complaint }) => {
        throw new Error(`the launcher ended before it said “${words}”:\n${said}\n${complaint}`);
      });
      await Promise.race([eventually(words, () => said.includes(words)), hasEnded]);
    },
    /** The processes that it has started and that run. */
    parts: () => childrenOf(child.pid ?? 0),
  };
}

/** One that runs, and ends with the test at the latest. */
export async function runLauncher(start: Start): Promise<Launcher> {
  const launcher = startLauncher(start);
  onTestFinished(async () => {
    launcher.signal("SIGTERM");
    await launcher.ended;
  });
  await launcher.says("Ctrl-C stops everything");
  return launcher;
}

export async function makeDataFolder() {
  const folder = await mkdtemp(join(tmpdir(), "countersign-start-"));
  return { data: join(folder, "data"), remove: () => rm(folder, { recursive: true, force: true }) };
}

export async function isRunning(pid: number): Promise<boolean> {
  return (await findCommandLine(pid)) !== undefined;
}

async function childrenOf(parent: number): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,comm="]);
  return stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, ppid, command]) => Number(ppid) === parent && command !== "ps")
    .map(([pid]) => Number(pid));
}
