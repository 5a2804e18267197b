import type { Policy } from "../../../core/policy/policy.ts";
import { PolicyFileError } from "../../read-policy.ts";
import { type Check, fine, problem } from "../check.ts";

/** The policy file, read as the functions read it. */
export function checkPolicy(file: string, readPolicy: () => Policy): Check {
  return {
    name: "policy",
    look: async () => {
      try {
        const { rules, groups, hash } = readPolicy();
        const counted = `${rules.length} rules, ${Object.keys(groups).length} groups`;
        return [fine(file, `${counted}, version ${hash.slice(0, 12)}`)];
      } catch (error) {
        if (!(error instanceof PolicyFileError)) throw error;
        return [problem(file, error.message, "Mend the file, and deploy it.")];
      }
    },
  };
}
