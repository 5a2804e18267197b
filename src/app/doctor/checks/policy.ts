import type { Policy } from "../../../core/policy/policy.ts";
import { PolicyFileError } from "../../files/policy-file-error.ts";
import { type Check, fine, problem, warning } from "../check.ts";

/** The policy file, read as the functions read it. */
export function checkPolicy(file: string, readPolicy: () => Policy): Check {
  return {
    name: "policy",
    look: async () => {
      try {
        const { rules, groups, hash, operations_channel } = readPolicy();
        const counted = `${rules.length} rules, ${Object.keys(groups).length} groups`;
        const read = fine(file, `${counted}, version ${hash.slice(0, 12)}`);
        if (operations_channel) return [read];
        const untold = "it names no operations_channel: alarms are told nobody in chat";
        return [read, warning(file, untold, "Name one, and deploy: docs/alarms.md.")];
      } catch (error) {
        if (!(error instanceof PolicyFileError)) throw error;
        return [problem(file, error.message, "Mend the file, and deploy it.")];
      }
    },
  };
}
