import { durationText } from "../core/texts.ts";

/** The instance of that name is not the one that was approved, or there is none. */
export function targetChanged(instanceId: string, isReplaced: boolean): string {
  return isReplaced
    ? `${instanceId} is another instance than the one that was approved: it was replaced under the same name. Nothing was changed. Ask again if it is meant.`
    : `${instanceId} is no longer there. Nothing was changed. Check its name, then ask again.`;
}

/** RDS was still at work, or showed nothing of it, when the time was over. */
export function timedOut(instanceId: string, patienceSeconds: number): string {
  return `RDS did not finish within ${durationText(patienceSeconds)}. It may still do so: look at ${instanceId} in the RDS console before you ask again.`;
}

/** RDS could not be asked until the time was over. */
export function unanswered(instanceId: string): string {
  return `RDS gave no usable answer, so nobody can say whether it was done. Look at ${instanceId} in the RDS console before you ask again, and tell whoever runs Countersign.`;
}
