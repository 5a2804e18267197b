import { spawn } from "node:child_process";
import { once } from "node:events";

export interface Program {
  /** What `ready` found in the output, its groups. */
  readonly found: readonly string[];
  /** Ends it with everything that it started. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a program as a process group of its own, with nothing of this one's environment but what it needs to run, and
 * waits until its output matches `ready`. Throws with its output when it ends first. It ends with this process.
 */
export async function startProgram(
  [command = process.execPath, ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<Program> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, NODE_NO_WARNINGS: "1", ...environment };
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
  };
  process.once("exit", end);
  const ended = once(child, "close").finally(() => process.off("exit", end));

  const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
  let said = "";
  let isReady = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      if (isReady) return;
      said += text;
      const match = ready.exec(said);
      if (!match) return;
      isReady = true;
      resolve(match.slice(1));
    });
  }
  ended.then(() => reject(new Error(`${command} ${args.join(" ")} ended:\n${said}`)), reject);
  const found = await promise;
  return {
    found,
    stop: async () => {
      end();
      await ended;
    },
  };
}
