import { rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { operatorFileName } from "../config.ts";
import type { Running } from "./host/invoke.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Leaves what was made up for this start in the data folder, so that an operator's command in another terminal finds everything.
 * What the caller's own environment said is not written down: the other terminal has it, too. Gone when it stops.
 */
export async function writeOperatorFile(
  dataFolder: string,
  environment: Environment,
  given: Environment,
): Promise<Running> {
  const file = join(dataFolder, operatorFileName);
  const lines = Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined || given[name] !== undefined) return [];
    return `${name}="${name === "POLICY_FILE" ? resolve(value) : value}"\n`;
  });
  await rm(file, { force: true });
  await writeFile(file, lines.join(""), { mode: 0o600 });
  return { stop: () => rm(file, { force: true }) };
}
