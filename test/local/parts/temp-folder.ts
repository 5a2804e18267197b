import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A new folder, deleted when the test has ended. */
export async function makeTempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "countersign-parts-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
