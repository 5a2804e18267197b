import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { eventually } from "./eventually.ts";

/** Takes what is to be done at the end, as `onTestFinished` does. */
export type Cleaner = (clean: () => Promise<void>) => void;

interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>;
  readonly goneWith?: Cleaner;
}

/**
 * `countersign` as a process of its own, in another terminal: with nothing of this one's environment but what it needs to run. It ends
 * with the test, or with what else is said.
 */
export function startCommandLine(
  args: readonly string[],
  { environment = {}, goneWith = onTestFinished }: Surroundings = {},
) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ["src/cli/countersign.ts", ...args], {
    env: { PATH, HOME, NODE_NO_WARNINGS: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => lines.push(line));
  }
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, said: lines.join("\n") }));
  goneWith(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return {
    ended,
    signal: (name: NodeJS.Signals) => child.kill(name),
    says: (words: string) => eventually(words, () => lines.some((line) => line.includes(words))),
  };
}

/** What a command answers in JSON; throws with all it said when it fails. */
export async function askCommandLine(args: readonly string[]) {
  const { code, said } = await startCommandLine(args).ended;
  if (code !== 0) throw new Error(said);
  return JSON.parse(said);
}
