import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readPolicy } from "../../src/app/files/read-policy.ts";
import type { Submission } from "../../src/app/submit/submit-request.ts";
import { type Person, personIdSchema } from "../../src/core/person.ts";
import type { Policy } from "../../src/core/policy/policy.ts";
import type { Refusal } from "../../src/core/refusal.ts";
import type { Result } from "../../src/core/result.ts";
import { acmePeople } from "../../src/local/parts/workspace.ts";

export const tenant = "default";
export const dana = personOf(acmePeople.dana);
export const priya = personOf(acmePeople.priya);

/** A staging database: one approval, and its operation runs. */
export const instanceId = "staging-orders-01";

export async function readBenchPolicy(): Promise<Policy> {
  const file = "infra/policy.yaml";
  return readPolicy(await readFile(file, "utf8"), file);
}

/** Dana asks for a snapshot; each time a submission of its own. */
export function makeSubmission(): Submission {
  return {
    operation: "create_snapshot",
    instanceId,
    parameters: {},
    justification: "The migration starts at ten.",
    by: dana,
    surface: "slack",
    correlationId: randomUUID(),
  };
}

export function accepted<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw new Error(`was refused: ${result.error.kind}`);
  return result.value;
}

function personOf({ email, realName }: { readonly email: string; readonly realName: string }): Person {
  return { id: personIdSchema.parse(email), name: realName };
}
