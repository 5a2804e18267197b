import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { answersWith } from "../../src/local/parts/answers-with.ts";

/** Starts DynamoDB's stand-in on a free port of this machine, on this file, or in memory where none is given. */
export async function startDynoxide(file?: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const home = dirname(createRequire(import.meta.url).resolve("@dynoxide/linux-x64/package.json"));
  // Another process may take the free port in between, so a dynoxide that ends at once is started again.
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const place = file === undefined ? [] : ["--db-path", file];
    const args = ["serve", "--host", "127.0.0.1", "--port", String(port), ...place];
    const child = spawn(join(home, "dynoxide"), args, { stdio: "ignore" });
    const killWithUs = () => child.kill("SIGKILL");
    process.once("exit", killWithUs);
    if (await isReady(url, child)) {
      return {
        url,
        stop: async () => {
          process.off("exit", killWithUs);
          if (child.exitCode === null && child.kill()) await once(child, "exit");
        },
      };
    }
    process.off("exit", killWithUs);
    child.kill("SIGKILL");
  }
  throw new Error("dynoxide did not start");
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  for (let waited = 0; waited < 500 && child.exitCode === null; waited += 1) {
    // By its own words: who took the port in between may answer as well.
    if ((await answersWith(url, "healthy: dynamodb")) && child.exitCode === null) return true;
    await sleep(10);
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
