import { withinTime } from "../within-time.ts";
import type { Check, Finding } from "./check.ts";

export interface Checked {
  readonly name: string;
  readonly milliseconds: number;
  readonly findings: readonly Finding[];
}

/** A check that has no answer by then has none to give. */
const patienceMilliseconds = 12_000;

/** Does all checks at once, each for itself: one that fails or hangs is a problem of its own, and hides no other. */
export function runChecks(
  checks: readonly Check[],
  patience = patienceMilliseconds,
): Promise<readonly Checked[]> {
  return Promise.all(
    checks.map(async ({ name, look }) => {
      const begun = performance.now();
      const findings = await withinTime(patience, Promise.resolve().then(look)).catch((error: unknown) => [
        noAnswer(name, error),
      ]);
      return { name, milliseconds: Math.round(performance.now() - begun), findings };
    }),
  );
}

function noAnswer(name: string, error: unknown): Finding {
  return {
    status: "problem",
    about: name,
    text: `could not be looked at: ${messagesOf(error).join(": ")}`,
    mend: "Look at the network, the region, the credentials and their rights (docs/doctor.md has the policy).",
  };
}

function messagesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  // The system's errors on several addresses have no message of their own.
  const own = error.message || ("code" in error ? String(error.code) : error.name);
  return error.cause === undefined ? [own] : [own, ...messagesOf(error.cause)];
}
