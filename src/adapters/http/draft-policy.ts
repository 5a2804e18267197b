import type { Context } from "hono";
import { PolicyFileError } from "../../app/files/policy-file-error.ts";
import type { Policy } from "../../core/policy/policy.ts";
import { text } from "./fields.ts";
import { problem } from "./problem.ts";

/** A policy in YAML. */
export const draftText = text(60_000);

/** The policy of a text, or what is wrong with it. Loads what reads YAML only now: the policy that counts needs none of it. */
export async function readDraft(yaml: string): Promise<Policy | PolicyFileError> {
  const { readPolicy } = await import("../../app/files/read-policy.ts");
  try {
    return readPolicy(yaml, "policy");
  } catch (error) {
    if (error instanceof PolicyFileError) return error;
    throw error;
  }
}

export function wrongPolicy(c: Context, { problems: found }: PolicyFileError) {
  const errors = found.map((message) => ({ parameter: "policy", message }));
  return problem(c, 400, { code: "invalid-policy", detail: found.join("\n"), errors });
}
