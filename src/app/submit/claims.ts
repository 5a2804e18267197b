import type { Fact } from "../../core/fact.ts";
import type { Refusal } from "../../core/refusal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Risk } from "../../core/risk.ts";
import type { NewRequest } from "../../core/transitions/create.ts";

/** What whoever asks says of it themselves. */
export interface Claims {
  /** Raises what the policy says, and never lowers it. */
  readonly risk?: Risk | undefined;
  /** Refused where it is another one. */
  readonly environment?: string | undefined;
  /** In USD a month. Only shown: what the price list says counts. */
  readonly estimatedCost?: number | undefined;
  readonly estimatedDuration?: string | undefined;
}

/** The draft with what is claimed among its facts; refused where the environment is another one. */
export function withClaims<
  Draft extends Pick<NewRequest, "environment" | "environmentSource" | "description">,
>(draft: Draft, claims: Claims): Result<Draft, Refusal> {
  const { environment, environmentSource, description } = draft;
  if (claims.environment !== undefined && claims.environment !== environment) {
    const message = `it is ${environment} (${environmentSource}), not ${claims.environment}`;
    return err({ kind: "invalid-parameters", issues: [{ parameter: "environment", message }] });
  }
  return ok({ ...draft, description: { ...description, facts: [...description.facts, ...factsOf(claims)] } });
}

function factsOf({ risk, estimatedCost, estimatedDuration }: Claims): readonly Fact[] {
  const told = [
    ["Risk, says the requester", risk],
    ["Cost, says the requester", estimatedCost === undefined ? undefined : `${estimatedCost} USD a month`],
    ["Duration, says the requester", estimatedDuration],
  ] as const;
  return told.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}
