import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { BoundedOutput, cleaned } from "./bounded-output.ts";
import type { ActionConfig } from "./poller-config.ts";

/** How a command ended. */
export interface CommandEnd {
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly timed_out: boolean;
  readonly output: string;
  readonly error?: string;
}

export interface CommandRun extends Pick<ActionConfig, "timeout" | "folder" | "environment" | "user"> {
  readonly command: readonly string[];
  readonly stdin: string;
  /** Called with each line of the standard output that begins with `progress:`. */
  readonly onProgress: (text: string) => void;
  /** Ends the command early. */
  readonly signal: AbortSignal;
}

/** Runs a program to its end, and says how that was. */
export type RunCommand = (run: CommandRun) => Promise<CommandEnd>;

const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const progressMark = "progress:";
const longestLine = 4096;
const politelyMs = 5000;
const afterExitMs = 1000;

/**
 * Runs a program by its argument list, never by a shell, in a process group of its own. After its timeout (seconds) the whole group
 * is ended: asked first, and made to 5 s later.
 */
export async function runCommand(run: CommandRun): Promise<CommandEnd> {
  const [program = "", ...values] = run.command;
  const child = spawn(program, values, {
    cwd: run.folder,
    env: { PATH: path, LANG: "C.UTF-8", ...run.environment },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    ...run.user,
  });
  const output = new BoundedOutput();
  child.stdout.on("data", (chunk: string) => output.add(Buffer.from(chunk)));
  child.stderr.on("data", (chunk: Buffer) => output.add(chunk));
  child.stdout.setEncoding("utf8").on("data", progressReader(run.onProgress));
  // A program that reads nothing closes its end.
  child.stdin.on("error", () => {});
  child.stdin.end(run.stdin);

  let hasTimedOut = false;
  const timer = setTimeout(() => {
    hasTimedOut = true;
    endGroup(child);
  }, run.timeout * 1000);
  const onAbort = () => endGroup(child);
  run.signal.addEventListener("abort", onAbort, { once: true });
  try {
    const closed = once(child, "close");
    closed.catch(() => {});
    const [exitCode, signal] = await once(child, "exit");
    // What it has left behind may hold its pipes open for ever.
    await Promise.race([closed, sleep(afterExitMs, undefined, { ref: false })]);
    return { exit_code: exitCode, signal, timed_out: hasTimedOut, output: output.text() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { exit_code: null, signal: null, timed_out: false, output: "", error: cleaned(why).slice(0, 500) };
  } finally {
    clearTimeout(timer);
    run.signal.removeEventListener("abort", onAbort);
  }
}

/** Reads lines that may come in pieces; a line that never ends is not kept. */
function progressReader(onProgress: (text: string) => void): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = (lines.pop() ?? "").slice(0, longestLine);
    for (const line of lines) {
      if (line.startsWith(progressMark)) onProgress(cleaned(line.slice(progressMark.length)).trim());
    }
  };
}

function endGroup(child: ChildProcessWithoutNullStreams): void {
  kill(child, "SIGTERM");
  setTimeout(() => kill(child, "SIGKILL"), politelyMs).unref();
}

function kill({ pid }: ChildProcessWithoutNullStreams, signal: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone.
  }
}
