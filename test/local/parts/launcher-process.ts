import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

const parts = new URL("../../../src/local/parts/", import.meta.url);

const program = `
  import { openDataFolder } from ${JSON.stringify(new URL("data-folder.ts", parts).href)};
  import { startDynamoDb } from ${JSON.stringify(new URL("dynamodb.ts", parts).href)};
  const [path, mode] = process.argv.slice(1);
  const folder = await openDataFolder(path, { fresh: false });
  const part = mode === "with-part" ? await startDynamoDb({ dataFile: path + "/tables.sqlite", port: 0 }) : undefined;
  process.on("SIGUSR2", () => process.exit(0));
  setInterval(() => folder, 60_000);
  console.log(part?.url ?? "open");
`;

/** Another process that holds the data folder, and with `with-part` runs a DynamoDB in it; `said` is its address. */
export async function runLauncher(path: string, mode: "bare" | "with-part" = "bare") {
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program, path, mode], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  onTestFinished(() => kill("SIGKILL"));
  const [said]: string[] = await once(createInterface(child.stdout), "line");
  return { pid: child.pid, said: String(said), kill };
}
