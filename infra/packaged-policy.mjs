import { readFileSync } from "node:fs";
import { file as packagedFile, policy } from "policy:packaged";

// biome-ignore lint/style/noProcessEnv: asked before src/config.ts is there; it reads the same variable
const { POLICY_FILE } = process.env;

// Whoever has pointed it elsewhere has that file read and checked at the start, by what no other start loads.
const { readPolicy } = POLICY_FILE === packagedFile ? {} : await import("../src/app/files/read-policy.ts");

/** What `src/wiring/policy-file.ts` does, with nothing left to read or check where the file is the one that was packaged. */
export function readPolicyFile(file) {
  return file === packagedFile ? policy : readPolicy(readFileSync(file, "utf8"), file);
}
