import type { Run } from "../../core/run.ts";

/**
 * How long a run's next look waits after its step `steps` of a stage, in whole seconds: 2, 3, 4, 6, 10 ... up to `pollSeconds`, so that
 * what RDS finishes soon is told soon, and what takes long is not asked for in vain.
 */
export function secondsToNextLook(
  { steps }: Pick<Run, "steps">,
  { pollSeconds }: { readonly pollSeconds: number },
): number {
  return Math.min(pollSeconds, Math.floor(2 * 1.5 ** Math.max(0, steps - 1)));
}
