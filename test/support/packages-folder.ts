import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where all workers of one run look for what one of them has packaged. */
    readonly packagesFolder: string;
  }
}

/** Before the first test: a folder for the run's packages. After the last one it is gone. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "countersign-packages-"));
  project.provide("packagesFolder", folder);
  return () => rm(folder, { recursive: true, force: true });
}
