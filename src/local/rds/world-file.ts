import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { type World, worldSchema } from "./world.ts";

/** Reads a kept world; undefined where there is none yet. Throws, naming the file, on one that is no world. */
export function findWorldIn(file: string): World | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return worldSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new Error(`${file} is no state of the local RDS; remove it to start afresh`, { cause });
  }
}

/** Whoever reads the file, even after a crash in here, sees the old world or the new one whole. */
export function writeWorldTo(file: string, world: World): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, JSON.stringify(world));
  renameSync(draft, file);
}
