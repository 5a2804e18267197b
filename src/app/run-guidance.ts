import type { Fact } from "../core/request.ts";
import { durationText } from "../core/texts.ts";

interface Target {
  readonly instanceId: string;
}

/** What became of a run that could not be carried out, and what to do about it. */
export const runGuidance = {
  targetGone: ({ instanceId }: Target) =>
    `${instanceId} is no longer there. Nothing was changed. Check its name, then ask again.`,

  targetDrifted: ({ instanceId }: Target, differences: readonly Fact[]) => {
    const told = differences.map(({ label, value }) => `${label} ${value}`).join("; ");
    return `The run was interrupted before RDS took the call, and meanwhile ${instanceId} is not as it was approved any more: ${told}. Nothing was done. Ask again if it is still needed.`;
  },

  timedOut: ({ instanceId }: Target, patienceSeconds: number) =>
    `RDS did not finish within ${durationText(patienceSeconds)}. It may still do so: look at ${instanceId} in the RDS console before you ask again.`,

  unanswered: ({ instanceId }: Target) =>
    `RDS gave no usable answer, so nobody can say whether it was done. Look at ${instanceId} in the RDS console before you ask again, and tell whoever runs Countersign.`,
} as const;
