import type { Fact } from "../../core/fact.ts";
import type { ParameterIssue } from "../../core/refusal.ts";
import { approvalsText, durationText } from "../../core/texts.ts";
import { plannedText } from "../../core/timing/moment-text.ts";

function toldOf(differences: readonly Fact[]): string {
  return differences.map(({ label, value }) => `${label} ${value}`).join("; ");
}

interface HeldStart {
  readonly startAt: Date;
  readonly why: string;
}

function heldText({ startAt, why }: HeldStart): string {
  return `${plannedText(startAt)}, ${why}`;
}

interface Target {
  readonly instanceId: string;
}

/** What became of a run that could not be carried out, and what to do about it. */
export const runGuidance = {
  targetGone: ({ instanceId }: Target) =>
    `${instanceId} is no longer there. Nothing was changed. Check its name, then ask again.`,

  targetReplaced: ({ instanceId }: Target) =>
    `${instanceId} is another instance now: the one that was meant is gone, and this one has only its name. Nothing was changed. Ask again if this one is meant.`,

  environmentChanged: ({ instanceId }: Target, before: string, after: string) =>
    `${instanceId} was of the environment ${before} when this was asked for, and is of ${after} now, so others may have to agree. Nothing was changed. Ask again if it is still needed.`,

  targetDrifted: ({ instanceId }: Target, differences: readonly Fact[]) =>
    `The run was interrupted before RDS took the call, and meanwhile ${instanceId} is not as it was approved any more: ${toldOf(differences)}. Nothing was done. Ask again if it is still needed.`,

  /** Not of an interruption: of what happened while the run was at its snapshot. */
  driftedMeanwhile: ({ instanceId }: Target, differences: readonly Fact[]) =>
    `While the safety snapshot was made, ${instanceId} has changed and is not as it was approved any more: ${toldOf(differences)}. Only the snapshot was made. Ask again if it is still needed.`,

  heldBeforeCall: ({ instanceId }: Target, held: HeldStart) =>
    `The run was interrupted before RDS took the call, and meanwhile ${instanceId} must not be touched: not before ${heldText(held)}. Nothing was done. Ask again if it is still needed.`,

  heldMeanwhile: ({ instanceId }: Target, held: HeldStart) =>
    `While the safety snapshot was made, the time for ${instanceId} was over: this could only start ${heldText(held)}. Only the snapshot was made. Ask again if it is still needed.`,

  missedStart: ({ instanceId }: Target, notAfter: Date, isSnapshotMade: boolean) =>
    `${instanceId} was to be changed before ${plannedText(notAfter)}, as it was approved, and that has passed. ${isSnapshotMade ? "Only the snapshot was made" : "Nothing was done"}. Ask again if it is still needed.`,

  partDrifted: ({ instanceId }: Target, differences: readonly Fact[]) =>
    `${instanceId} has changed since it was approved: ${toldOf(differences)}. Nothing was done. Ask again for it.`,

  driftedPastSense: (
    { instanceId }: Target,
    differences: readonly Fact[],
    issues: readonly ParameterIssue[],
  ) => {
    const why = issues.map(({ message }) => message).join("; ");
    return `${instanceId} has changed since it was approved: ${toldOf(differences)}. So it cannot be done as it was asked for: ${why}. Nothing was done. Ask anew for what is still needed.`;
  },

  driftedPastApproval: (
    { instanceId }: Target,
    differences: readonly Fact[],
    { needed, eligible }: { readonly needed: number; readonly eligible: number },
  ) =>
    `${instanceId} has changed since it was approved: ${toldOf(differences)}. As it is now this needs ${approvalsText(needed)}, and besides the requester only ${eligible} of the approvers could give one. Nothing was done. The policy's owner can add approvers; then ask again.`,

  partLost: ({ instanceId }: Target) =>
    `Its own request is no longer there, so nobody can say whether it was done. Look at ${instanceId} in the RDS console before you ask again, and tell whoever runs Countersign.`,

  partWithdrawn: ({ instanceId }: Target) =>
    `${instanceId} could not start in time. Nothing was done. Ask again for it.`,

  partHangs: ({ instanceId }: Target, request: string) =>
    `It is not finished and may still be: look at ${instanceId} in the RDS console, and at ${request}, before you ask again.`,

  timedOut: ({ instanceId }: Target, patienceSeconds: number) =>
    `RDS did not finish within ${durationText(patienceSeconds)}. It may still do so: look at ${instanceId} in the RDS console before you ask again.`,

  unanswered: ({ instanceId }: Target) =>
    `RDS gave no usable answer, so nobody can say whether it was done. Look at ${instanceId} in the RDS console before you ask again, and tell whoever runs Countersign.`,

  /** The snapshot before the operation: without it nothing else is done. */
  safetySnapshot: {
    failed: (why: string) => `The safety snapshot could not be made, so nothing else was changed. ${why}`,

    timedOut: ({ instanceId }: Target, patienceSeconds: number) =>
      `The safety snapshot was not there within ${durationText(patienceSeconds)}, so nothing else was changed. It may still be made: look at ${instanceId}'s snapshots in the RDS console before you ask again.`,

    unanswered: ({ instanceId }: Target) =>
      `RDS gave no usable answer, so nobody can say whether the safety snapshot was made. Nothing else was changed. Look at ${instanceId}'s snapshots in the RDS console before you ask again, and tell whoever runs Countersign.`,
  },
} as const;
