import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { z } from "zod";

/** What figures depend on beside the code. */
export const machineSchema = z.strictObject({
  cpu: z.string(),
  cores: z.number().int().positive(),
  memoryGb: z.number().positive(),
  node: z.string(),
  /** The versions of what ours and the floors are made of. */
  packages: z.record(z.string(), z.string()),
});

export type Machine = Readonly<z.infer<typeof machineSchema>>;

const packages = {
  "@slack/bolt": "@slack/bolt",
  botbuilder: "botbuilder",
  "sqs-consumer": "sqs-consumer",
  "@aws-sdk/client-dynamodb": "@aws-sdk/client-dynamodb",
  dynoxide: "@dynoxide/linux-x64",
  fauxqs: "fauxqs",
  "local-slack": "local-slack-linux-x64",
} as const;

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

/** This machine and the installed versions, as the lock file has them. */
export async function readMachine(lockFile = "package-lock.json"): Promise<Machine> {
  const lock = lockSchema.parse(JSON.parse(await readFile(lockFile, "utf8")));
  return {
    cpu: cpus()[0]?.model.trim() || "unknown processor",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    packages: Object.fromEntries(
      Object.entries(packages).map(([name, key]) => [
        name,
        lock.packages[`node_modules/${key}`]?.version ?? "not installed",
      ]),
    ),
  };
}

/** How many processes wanted to run at once, over the last minute. */
export function readLoad(): number {
  return Number((loadavg()[0] ?? 0).toFixed(1));
}

/** The machine in two lines. */
export function machineText({ cpu, cores, memoryGb, node, packages: versions }: Machine): string {
  const installed = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${cpu}, ${cores} cores, ${memoryGb} GB\nNode ${node}, ${installed.join(", ")}\n`;
}
