import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { PartStartError } from "./part.ts";
import { endLeftover, removePidFile, writePidFile } from "./pid-file.ts";

const linesKept = 10;
const stopPolitelyMs = 3_000;

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Its environment; ours when left out. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where the child is remembered; one file for each child that may run at the same time. */
  readonly pidFile: string;
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinMs?: number;
}

export interface Child {
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts a program, after ending the one that an earlier, killed start left behind, and waits until it is ready.
 * Throws a `PartStartError` with the program's last words when it ends first or takes longer than `readyWithinMs`
 * (10 seconds). The child ends with this process; after a SIGKILL of this process, at the next start.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  await endLeftover(options.pidFile);
  // Its own process group: Ctrl-C reaches only the launcher, which then stops its parts in order.
  const child = spawn(options.command, options.args, {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
    ...(options.environment && { env: options.environment }),
  });
  const lastWords = keepLastLines(child);
  const ended = waitForEnd(child);
  const killAtExit = (): void => void child.kill("SIGKILL");
  process.once("exit", killAtExit);

  const end = async (): Promise<void> => {
    child.kill("SIGTERM");
    const forced = setTimeout(() => child.kill("SIGKILL"), stopPolitelyMs);
    await ended;
    clearTimeout(forced);
    process.off("exit", killAtExit);
    await removePidFile(options.pidFile);
  };

  // Once: by a second call the pid file may be that of the next child.
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= end();
    return stopping;
  };

  try {
    if (child.pid === undefined) throw new PartStartError(`it ${await ended}`);
    await writePidFile(options.pidFile, child.pid, [options.command, ...options.args]);
    await waitUntilReady(options, ended);
    return { pid: child.pid, stop };
  } catch (error) {
    await stop();
    const reason = error instanceof Error ? error.message : String(error);
    const said = lastWords().length > 0 ? `\nIt said:\n${lastWords().join("\n")}` : "";
    throw new PartStartError(`${options.name} did not start: ${reason}${said}`, { cause: error });
  }
}

async function waitUntilReady(options: ChildOptions, ended: Promise<string>): Promise<void> {
  const withinMs = options.readyWithinMs ?? 10_000;
  const deadline = Date.now() + withinMs;
  let end: string | undefined;
  void ended.then((how) => {
    end = how;
  });
  while (Date.now() < deadline) {
    const ready = await options.isReady();
    if (end !== undefined) throw new PartStartError(`it ${end}`);
    if (ready) return;
    await Promise.race([ended, sleep(20)]);
  }
  throw new PartStartError(`it was not ready within ${withinMs / 1000} seconds`);
}

function waitForEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`could not be run (${error.message})`));
    child.once("close", (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with code ${code}`));
  });
}

function keepLastLines(child: ChildProcess): () => readonly string[] {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-8_192);
  });
  return () =>
    text
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== "")
      .slice(-linesKept);
}
