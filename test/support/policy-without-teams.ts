import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The sample policy for a deployment that has no bot in Teams, in the folder. */
export async function writePolicyWithoutTeams(folder: string): Promise<string> {
  const file = join(folder, "policy-without-teams.yaml");
  const sample = await readFile("infra/policy.yaml", "utf8");
  await writeFile(file, sample.replaceAll(/^ +teams: .*\n/gm, ""));
  return file;
}
