import { readFileSync } from "node:fs";
import { readPolicy } from "../app/files/read-policy.ts";
import type { Policy } from "../core/policy/policy.ts";

/**
 * Throws a `PolicyFileError` when the file is not a valid policy, so that nothing starts on half a policy. In a packaged function
 * `infra/packaged-policy.mjs` stands for this file: there the policy was read and checked when the zip was made.
 */
export function readPolicyFile(file: string): Policy {
  return readPolicy(readFileSync(file, "utf8"), file);
}
