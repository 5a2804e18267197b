import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Application {
  readonly botUrl: string;
  /** SIGKILL, and its end. */
  readonly kill: () => Promise<void>;
}

const root = join(import.meta.dirname, "../..");

/**
 * Starts `npm start`'s program as a process of its own, with nothing of this one's environment but what it needs to run.
 * Every line that it prints goes to `onLine`. Ends with this process.
 */
export async function startApplication(
  environment: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
): Promise<Application> {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, ["src/local/start.ts"], {
    cwd: root,
    env: { PATH, HOME, NODE_COMPILE_CACHE, NODE_NO_WARNINGS: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const ended = once(child, "close").finally(() => process.off("exit", killWithUs));

  const started = Promise.withResolvers<string>();
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => {
      said.push(line);
      onLine(line);
      const [, url] = /^\s+Bot\s+(\S+)/.exec(line) ?? [];
      if (url !== undefined) started.resolve(url);
    });
  }
  ended.then(
    () => started.reject(new Error(`the application ended before it ran:\n${said.join("\n")}`)),
    started.reject,
  );
  const botUrl = await started.promise;
  return {
    botUrl,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
